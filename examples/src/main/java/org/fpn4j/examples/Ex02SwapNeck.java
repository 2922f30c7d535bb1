package org.fpn4j.examples;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.wiring.DetectorModule;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.panet.PaNet;

/**
 * One detector, three necks: a RetinaNet on ResNet-50 whose neck is swapped, and what each costs at 800x800 pixels. Costs
 * come from the definition alone, so no native library is loaded.
 */
public final class Ex02SwapNeck {
    private static final int SIZE = 800; // pixels

    /** A neck and the levels above it: all three end in P3-P7. */
    private record Choice(NeckConfig neck, ExtraLevelsConfig extraLevels) {}

    private Ex02SwapNeck() {}

    /** Prints a table. */
    public static void main(String[] args) {
        ExtraLevelsConfig p6p7 = new ExtraLevels.LastLevelP6P7(ExtraLevels.Source.P5, true);
        Map<String, Choice> choices = new LinkedHashMap<>();
        choices.put("fpn", new Choice(new Fpn.Config(), p6p7));
        choices.put("panet", new Choice(new PaNet.Config(), p6p7));
        choices.put("bifpn", new Choice(new BiFpn.Config(), new ExtraLevels.None())); // makes P6 and P7 itself

        System.out.println("neck       parameters  of the neck     GMACs  of the neck");
        choices.forEach((name, choice) -> {
            DetectorConfig config =
                    new DetectorConfig(new ResNet.Config(), choice.neck(), choice.extraLevels(), new RetinaConfig());
            Detector detector = DetectorModule.wire(config);
            CostGraph cost = detector.cost(SIZE, SIZE).graph();
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-8s %,12d %,12d %9.3f %12.3f",
                    name,
                    cost.parameterCount(""),
                    cost.parameterCount("neck") + cost.parameterCount("extra_levels"),
                    cost.macs("") / 1e9,
                    (cost.macs("neck") + cost.macs("extra_levels")) / 1e9));
        });
    }
}
