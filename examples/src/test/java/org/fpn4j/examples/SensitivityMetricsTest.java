package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Metrics;
import org.junit.jupiter.api.Test;

class SensitivityMetricsTest {
    private static final CocoObject NODULE = new CocoObject(1, 1, 3, 0, 0, 10, 10, 100, false);
    private static final CocoObject OTHER = new CocoObject(2, 2, 3, 0, 0, 10, 10, 100, false);

    private static CocoDetection found(CocoObject object, double score) {
        return new CocoDetection(object.imageId(), 3, object.x(), object.y(), object.width(), object.height(), score);
    }

    private static CocoDetection alarm(double score) {
        return new CocoDetection(1, 3, 90, 90, 10, 10, score);
    }

    private static MetricValues read(List<CocoObject> objects, CocoDetection... detections) {
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(3L, "nodule", 4L, "heart")), new TreeSet<>(List.of(1L, 2L)), objects);
        return Metrics.found().read(EvaluatedDetections.of(truth, List.of(detections), new CocoParameters()));
    }

    @Test
    void itIsFoundOnTheClassPath() {
        assertThat(Metrics.found().all()).extracting(Metric::name).endsWith("AR_L", "SENS1");
    }

    @Test
    void twoImagesAllowTwoFalseAlarms() {
        List<CocoObject> objects = List.of(NODULE, OTHER);

        assertThat(read(objects, found(NODULE, 0.9), alarm(0.8), alarm(0.7), found(OTHER, 0.6))
                        .value("SENS1"))
                .isEqualTo(1);
        assertThat(read(objects, found(NODULE, 0.9), alarm(0.8), alarm(0.8), alarm(0.7), found(OTHER, 0.6))
                        .value("SENS1"))
                .isEqualTo(0.5);
    }

    @Test
    void anObjectThatIsFoundTwiceCountsOnceAndRaisesNoAlarm() {
        CocoDetection again = found(NODULE, 0.8);

        assertThat(read(List.of(NODULE, OTHER), found(NODULE, 0.9), again, again, again, found(OTHER, 0.1))
                        .value("SENS1"))
                .isEqualTo(1);
    }

    @Test
    void whatLiesOnACrowdCountsNeitherWay() {
        CocoObject crowd = new CocoObject(3, 1, 3, 50, 0, 20, 10, 200, true);
        CocoDetection onCrowd = found(crowd, 0.8);

        assertThat(read(List.of(NODULE, crowd), onCrowd, onCrowd, onCrowd, found(NODULE, 0.1))
                        .value("SENS1"))
                .isEqualTo(1);
    }

    @Test
    void aClassWithoutObjectsHasNothingToMeasure() {
        MetricValues values = read(List.of(NODULE), found(NODULE, 0.9));

        assertThat(values.byClass(Metrics.found().named("SENS1").orElseThrow()))
                .containsExactly(Map.entry("nodule", 1.0), Map.entry("heart", -1.0));
    }
}
