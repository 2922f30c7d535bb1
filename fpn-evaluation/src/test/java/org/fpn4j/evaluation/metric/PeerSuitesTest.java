package org.fpn4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.junit.jupiter.api.Test;

/** Scores that the tests of other frameworks expect. */
class PeerSuitesTest {
    private static final Offset<Double> ROUNDED = within(1e-12); // precision has numpy's spacing(1) in its denominator

    /** google/automl, efficientdet/coco_metric_test.py: two of three classes are found. */
    @Test
    void efficientDetsClassesAreAveraged() {
        MetricValues metrics = evaluate(
                1,
                Map.of(1L, "one", 2L, "two", 3L, "three"),
                List.of(
                        new CocoObject(1, 1, 1, 10, 10, 10, 10, 100, false),
                        new CocoObject(2, 1, 2, 10, 10, 5, 20, 100, false),
                        new CocoObject(3, 1, 3, 30, 30, 20, 10, 100, false)),
                List.of(new CocoDetection(1, 1, 10, 10, 10, 10, 0.6), new CocoDetection(1, 2, 10, 10, 5, 20, 0.5)));

        assertThat(metrics.value("AP")).isCloseTo(2 / 3.0, ROUNDED);
        assertThat(metrics.value(CocoFamily.AP, "one")).isCloseTo(1, ROUNDED);
        assertThat(metrics.value(CocoFamily.AP, "two")).isCloseTo(1, ROUNDED);
        assertThat(metrics.value(CocoFamily.AP, "three")).isZero();
    }

    /** mmdetection, tests/test_evaluation/test_metrics/test_coco_metric.py: ids of image and category from 0, all sizes. */
    @Test
    void mmdetectionsObjectsOfAllSizesAreFound() {
        MetricValues metrics = evaluate(
                0,
                Map.of(0L, "one", 1L, "two"),
                List.of(
                        new CocoObject(1, 0, 0, 50, 60, 20, 20, 400, false),
                        new CocoObject(2, 0, 0, 100, 120, 30, 30, 900, false),
                        new CocoObject(3, 0, 1, 150, 160, 40, 40, 1600, false),
                        new CocoObject(4, 0, 0, 250, 260, 100, 100, 10_000, false)),
                List.of(
                        new CocoDetection(0, 0, 50, 60, 20, 20, 1.0),
                        new CocoDetection(0, 0, 100, 120, 30, 30, 0.98),
                        new CocoDetection(0, 1, 150, 160, 40, 40, 0.96),
                        new CocoDetection(0, 0, 250, 260, 100, 100, 0.95)));

        assertThat(List.of(
                        metrics.value("AP"),
                        metrics.value("AP50"),
                        metrics.value("AP75"),
                        metrics.value("AP_S"),
                        metrics.value("AP_M"),
                        metrics.value("AP_L")))
                .allSatisfy(value -> assertThat(value).isCloseTo(1, ROUNDED));
        assertThat(metrics.byClass(CocoFamily.AP).values())
                .allSatisfy(value -> assertThat(value).isCloseTo(1, ROUNDED));
    }

    private static MetricValues evaluate(
            long imageId, Map<Long, String> categories, List<CocoObject> objects, List<CocoDetection> detections) {
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(categories), new TreeSet<>(List.of(imageId)), objects);
        CocoParameters parameters = new CocoParameters();
        return Metrics.coco(parameters).read(EvaluatedDetections.of(truth, detections, parameters));
    }
}
