package org.fpn4j.evaluation.detail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.junit.jupiter.api.Test;

class ApFamilyTest {
    private static final double EPSILON = 1e-9; // COCO adds one to the denominator of precision

    /** Sides 10, 20 and 40; the second is found with an IoU of a half, the third is missed. */
    private final EvaluatedDetections detections = EvaluatedDetections.of(
            new CocoGroundTruth(
                    new TreeMap<>(Map.of(1L, "cell")),
                    new TreeSet<>(List.of(1L, 2L)),
                    List.of(
                            new CocoObject(1, 1, 1, 0, 0, 10, 10, 100, false),
                            new CocoObject(2, 1, 1, 50, 0, 20, 20, 400, false),
                            new CocoObject(3, 2, 1, 0, 0, 40, 40, 1600, false))),
            List.of(new CocoDetection(1, 1, 0, 0, 10, 10, 0.9), new CocoDetection(1, 1, 50, 0, 20, 10, 0.8)),
            new CocoParameters());

    private final ApFamily family = new ApFamily(List.of(0.5, 0.6), List.of(16.0, 32.0));

    @Test
    void eachIouAndEachRangeOfSidesHasItsOwn() {
        Map<String, Double> values = Metrics.named(List.of(family), new CocoParameters())
                .read(detections)
                .all();

        assertThat(values.get("AP@0.5")).isCloseTo(67 / 101.0, within(EPSILON)); // 67 recalls up to 2/3
        assertThat(values.get("AP@0.6")).isCloseTo(34 / 101.0, within(EPSILON));
        assertThat(values.get("AP_0_16")).isCloseTo(1, within(EPSILON));
        assertThat(values.get("AP_16_32")).isCloseTo(0.1, within(EPSILON)); // one of ten IoUs
        assertThat(values.get("AP_32_up")).isZero();
    }

    @Test
    void cocosOwnThresholdsGiveCocosNumbers() {
        Map<String, Double> values = Metrics.named(
                        List.of(new ApFamily(List.of(0.5, 0.75), List.of(32.0, 96.0))), new CocoParameters())
                .read(detections)
                .all();

        assertThat(values.get("AP@0.5")).isEqualTo(values.get("AP50"));
        assertThat(values.get("AP@0.75")).isEqualTo(values.get("AP75"));
        assertThat(values.get("AP_0_32"))
                .isEqualTo(detections.curves().precision(SizeClass.SMALL))
                .isEqualTo(values.get("AP_S"));
        assertThat(values.get("AP_96_up")).isEqualTo(values.get("AP_L")).isEqualTo(-1);
    }

    @Test
    void drawsAreWrittenCopies() {
        EvaluatedDetections drawn = detections.drawn(new int[] {3, 2});
        EvaluatedDetections written =
                EvaluatedDetections.of(drawn.groundTruth(), drawn.detections(), new CocoParameters());

        for (Metric metric : family.metrics(new CocoParameters())) {
            assertThat(metric.value(drawn)).as(metric.name()).isCloseTo(metric.value(written), within(EPSILON));
        }
    }

    @Test
    void theSectionCountsObjects() {
        assertThat(family.section(detections).get("by_side"))
                .asString()
                .startsWith("[{from=0.0, to=16.0, objects=1, AP=")
                .contains("{from=32.0, to=null, objects=1, AP=0.0}");
    }

    @Test
    void bordersAscend() {
        assertThatThrownBy(() -> new ApFamily(List.of(0.5), List.of(16.0, 16.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sides[16.0, 16.0] must ascend from above 0");
        assertThatThrownBy(() -> new ApFamily(List.of(1.5), List.of(16.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("iouThresholds[1.5] must ascend within (0, 1]");
    }
}
