package org.fpn4j.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.wiring.DetectorModule;

/**
 * A neck of your own in one class, {@link TopDownConcat}, and one YAML file, {@code configs/top_down_concat.yaml}: read,
 * checked, costed and run like the necks that come with fpn4j. Nothing else knows of it.
 */
public final class Ex03YourOwnNeck {
    private static final int SIZE = 128; // pixels

    private Ex03YourOwnNeck() {}

    /** Takes the path of the YAML file, which is looked for from the project's root where none is given. */
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "examples/configs/top_down_concat.yaml");

        // 1. YAML to records. The loader finds the neck by its type name.
        DetectorConfig config =
                new ConfigLoader().load(DetectorConfig.class, file, List.of()).config();
        System.out.println(config.neck());

        // 2. Records to a detector; what does not fit is refused here.
        Detector detector = DetectorModule.wire(config);

        // 3. The definition read as costs.
        CostGraph cost = detector.cost(SIZE, SIZE).graph();
        System.out.println("neck: " + cost.parameterCount("neck") + " parameters, " + cost.macs("neck") + " MACs");

        // 4. The same definition read as a network that runs.
        Weights initial = Weights.initial(cost.parameters(), 0);
        try (Network network =
                new SameDiffExecutor().compile(detector.inference(1, SIZE, SIZE), Purpose.INFERENCE, initial)) {
            List<String> levels = OutputPart.PYRAMID.among(network.outputs().keySet());
            float[] images = new float[3 * SIZE * SIZE];
            Map<String, float[]> maps = network.forward(Map.of(Detector.IMAGES, images), levels);
            maps.forEach((name, values) ->
                    System.out.println(name + " " + network.outputs().get(name) + ": " + values.length + " values"));
        }
    }
}
