package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.statistics.Looks;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparingTest {
    private static final String NECKS = "base: small.yaml\naxes: {neck.type: [fpn, panet, bifpn]}\n";

    private static final String KNOWN =
            "metrics of coco: AP, AP50, AP75, AP_S, AP_M, AP_L, AR1, AR10, AR100, AR_S, AR_M, AR_L; ap: AP@0.1, AP@0.2, "
                    + "AP@0.3, AP@0.4, AP@0.5, AP@0.6, AP@0.7, AP@0.8, AP@0.9, AP_0_8, AP_8_16, AP_16_32, AP_32_64, "
                    + "AP_64_128, AP_128_256, AP_256_512, AP_512_up; froc: FROC, FROC@0.125, FROC@0.25, FROC@0.5, FROC@1, "
                    + "FROC@2, FROC@4, FROC@8, WAFROC; rsna: RSNA; segm: MaskAP, MaskAP50, MaskAP75, MaskAP_S, MaskAP_M, "
                    + "MaskAP_L, MaskAR1, MaskAR10, MaskAR100, MaskAR_S, MaskAR_M, MaskAR_L; "
                    + "tide: TIDE_Cls, TIDE_Loc, TIDE_Both, TIDE_Dupe, "
                    + "TIDE_Bkg, TIDE_Miss, TIDE_FP, TIDE_FN";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeBase() throws IOException {
        Path base = TinyExperiment.write(directory);
        String text = Files.readString(base);
        Files.writeString(base, text.replaceFirst("height: 64, width: 64", "height: 128, width: 128")); // P7 has a cell
        file = directory.resolve("necks.yaml");
    }

    @Test
    void withoutKeysAllAreComparedWithTheFirstByAp() {
        Comparing comparing = load(NECKS);

        assertThat(comparing.baseline()).isEqualTo(Map.of("neck.type", "fpn"));
        assertThat(comparing.question().compared()).containsExactly("panet", "bifpn");
        assertThat(comparing.decideBy().metric().name()).isEqualTo("AP");
        assertThat(comparing.margin()).isEmpty();
        assertThat(comparing.looks()).isEmpty();
    }

    @Test
    void keysDecideWhatIsAsked() {
        Comparing comparing = load(
                NECKS
                        + """
                seeds: [0, 1, 2]
                baseline: panet
                compare: [bifpn]
                decide_by: AP50
                margin: 0.02 AP50
                looks: [3, 6]
                """);

        assertThat(comparing.question().baseline()).isEqualTo("panet");
        assertThat(comparing.question().compared()).containsExactly("bifpn");
        assertThat(comparing.decideBy().metric().name()).isEqualTo("AP50");
        assertThat(comparing.margin()).hasValue(0.02);
        assertThat(comparing.looks()).contains(new Looks(List.of(3, 6)));
    }

    @Test
    void ofSeveralAxesAVariantIsNamedByItsLabelOrByAMap() {
        String axes = "base: small.yaml\naxes: {neck.type: [fpn, panet], input.height: [64, 96]}\n";

        assertThat(load(axes).question().baseline()).isEqualTo("fpn, 64");
        assertThat(load(axes).question().compared()).containsExactly("fpn, 96", "panet, 64", "panet, 96");
        Comparing comparing = load(
                axes
                        + "baseline: {input.height: 96, neck.type: fpn}\ncompare: [\"panet, 96\", {neck.type: panet, input.height: 64}]\n");
        assertThat(comparing.question().baseline()).isEqualTo("fpn, 96");
        assertThat(comparing.question().compared()).containsExactly("panet, 96", "panet, 64");
        assertThat(load("base: small.yaml\naxes: {input.height: [64, 96]}\nbaseline: 96\n")
                        .question()
                        .baseline())
                .isEqualTo("96");
    }

    @Test
    void setsMayAskAnotherQuestion() {
        assertThat(load(NECKS, "baseline=bifpn", "margin=0.01 AP").question().baseline())
                .isEqualTo("bifpn");
    }

    @Test
    void oneVariantIsComparedWithNothing() {
        Comparing comparing = load("base: small.yaml\naxes: {neck.type: [fpn]}\n");

        assertThat(comparing.question().compared()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsTold() {
        assertThatThrownBy(
                        () -> load(
                                NECKS
                                        + """
                        baseline: nasfpn
                        compare: [fpn, fpm, panet, panet]
                        decide_by: mAP
                        margin: 0.02
                        looks: [6, 3]
                        """))
                .hasMessage(
                        """
                        %1$s:3:1: ablation baseline[nasfpn] is no variant
                            variants: [fpn], [panet], [bifpn]
                        %1$s:4:11: ablation compare[fpn] is the baseline, which cannot be compared with itself
                        %1$s:4:16: ablation compare[fpm] is no variant
                            variants: [fpn], [panet], [bifpn]
                        %1$s:4:28: ablation compare[panet] is there twice
                        %1$s:5:1: ablation decide_by[mAP] is no metric
                            did you mean [AP]?   %2$s
                        %1$s:6:1: ablation margin[0.02] has no unit, which is the metric that decides: 0.02 AP
                        %1$s:7:1: ablation looks[[6,3]] must be numbers of seeds that grow, from 2 on, such as [3, 6, 12]"""
                                .formatted(file, KNOWN));
    }

    @Test
    void anyMetricOfAnyFamilyMayDecide() {
        assertThat(load(NECKS + "decide_by: FROC\nmargin: 0.01 FROC\n")).satisfies(comparing -> {
            assertThat(comparing.decideBy().metric().name()).isEqualTo("FROC");
            assertThat(comparing.decideBy().convention()).isEmpty();
            assertThat(comparing.margin()).hasValue(0.01);
        });
        assertThat(load(NECKS + "decide_by: AP@0.3\n").decideBy().metric().name())
                .isEqualTo("AP@0.3");
        assertThat(load(NECKS + "decide_by: wAFROC\nmargin: 0.02 wAFROC\n")
                        .decideBy()
                        .metric()
                        .name())
                .isEqualTo("WAFROC");
    }

    @Test
    void optionsOfItsFamilyAreThoseOfTheCommandLine() {
        Comparing comparing = load(
                NECKS
                        + """
                decide_by: {metric: FROC@3, froc_iou: 0.3, froc_rates: [1, 3], froc_duplicates: false_positives}
                margin: 0.05 FROC@3
                """);

        assertThat(comparing.decideBy().metric().name()).isEqualTo("FROC@3");
        assertThat(comparing.decideBy().convention())
                .isEqualTo("froc_iou 0.3, froc_duplicates false_positives, froc_rates 1,3");
        assertThat(comparing.decideBy().key())
                .isEqualTo("FROC@3 froc_iou 0.3, froc_duplicates false_positives, froc_rates 1,3");
        assertThat(load(NECKS + "decide_by: {metric: AP@0.35, ap_ious: 0.35}\n")
                        .decideBy()
                        .remark())
                .hasValue("AP@0.35 is by ap_ious 0.35.");
    }

    @Test
    void whatIsWrongWithAnOptionIsToldAtItsKey() {
        assertThatThrownBy(() -> load(NECKS + "decide_by:\n  metric: FROC\n  froc_iou: 2\n  froc_rates: [4, 1]\n"))
                .hasMessage(
                        """
                        %1$s:5:3: ablation decide_by froc_iou[2.0] must be above 0 and at most 1
                        %1$s:6:3: ablation decide_by froc_rates[4,1] must ascend from above 0"""
                                .formatted(file));
        assertThatThrownBy(() -> load(NECKS + "decide_by: {metric: FROC, froc_hit: near, tide_io: 0.5}\n"))
                .hasMessageContaining(
                        ":3:27: ablation decide_by froc_hit[near] cannot be read; ./fpn score --help says what --froc-hit "
                                + "can be")
                .hasMessageContaining(
                        ":3:43: ablation decide_by has an unknown key[tide_io]\n    did you mean [tide_iou]?");
        assertThatThrownBy(() -> load(NECKS + "decide_by: {metric: AP, froc_iou: 0.3}\n"))
                .hasMessage(file + ":3:25: ablation decide_by froc_iou[0.3] is read by metrics of froc alone");
        assertThatThrownBy(() -> load(NECKS + "decide_by: {metric: FROCK}\n"))
                .hasMessage(file
                        + ":3:13: ablation decide_by[FROCK] is no metric\n    did you mean [FROC], [FROC@1], [FROC@2]?   "
                        + KNOWN);
        assertThatThrownBy(() -> load(NECKS + "decide_by: {froc_iou: 0.3}\n"))
                .hasMessage(file + ":3:1: ablation decide_by has no metric, such as {metric: FROC}");
    }

    @Test
    void aMarginIsOfTheMetricThatDecides() {
        assertThatThrownBy(() -> load(NECKS + "margin: 0.02 AP50\n"))
                .hasMessage(file + ":3:1: ablation margin[0.02 AP50] must be of the metric that decides, AP, such as"
                        + " 0.01 AP");
        assertThatThrownBy(() -> load(NECKS + "margin: 2 AP\n"))
                .hasMessage(file + ":3:1: ablation margin[2 AP] must be above 0 and at most the largest value of AP");
        assertThatThrownBy(() -> load(NECKS + "margin: 0 AP\n")).hasMessageContaining("must be above 0");
        assertThatThrownBy(() -> load(NECKS + "margin: one percent\n"))
                .hasMessage(file + ":3:1: ablation margin[one percent] must be a number above 0 and the metric that"
                        + " decides, such as 0.01 AP");
    }

    @Test
    void seedsGrowFromLookToLook() {
        assertThatThrownBy(() -> load(NECKS + "seeds: [0, 1, 2, 3]\nlooks: [3, 6]\n"))
                .hasMessage(
                        file + ":4:1: ablation looks[[3,6]] has no look at [4] seeds, which is how many there are\n   "
                                + " seeds may grow from one look to the next");
    }

    private Comparing load(String text, String... sets) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Ablation.load(file, List.of(sets)).comparing();
    }
}
