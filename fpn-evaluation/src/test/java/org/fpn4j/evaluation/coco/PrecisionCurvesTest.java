package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PrecisionCurvesTest {
    private static CocoCurves curves(List<CocoDetection> detections) {
        List<CocoObject> objects = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            objects.add(new CocoObject(i + 1, 1, 1, 100 * i, 0, 10, 10, 100, false));
        }
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "cat", 2L, "dog")), new TreeSet<>(List.of(1L)), objects);
        return CocoCurves.of(truth, detections, new CocoParameters());
    }

    private static CocoDetection found(double x, double score) {
        return new CocoDetection(1, 1, x, 0, 10, 10, score);
    }

    @Test
    void precisionIsTheLargestFromThereOn() {
        CocoCurves curves = curves(List.of(found(0, 0.9), found(500, 0.8), found(100, 0.7)));

        List<Double> precisions = curves.ofClass(0).precisions(SizeClass.ALL, 0.5);

        assertThat(precisions).hasSize(101);
        assertThat(precisions.get(50)).isCloseTo(1, within(1e-15)); // half of the objects before the first mistake
        assertThat(precisions.get(51)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(precisions.get(100)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(precisions.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .isCloseTo(curves.ofClass(0).precision(SizeClass.ALL, 0.5), within(1e-12)); // AP is their mean
    }

    @Test
    void precisionIsNothingWhereRecallDoesNotReach() {
        CocoCurves curves = curves(List.of(found(0, 0.9)));

        assertThat(curves.precisions(SizeClass.ALL, 0.75)).element(51).isEqualTo(0.0);
    }

    @Test
    void classesWithoutObjectsAndOtherThresholdsHaveNoCurve() {
        CocoCurves curves = curves(List.of(found(0, 0.9)));

        assertThat(curves.ofClass(1).precisions(SizeClass.ALL, 0.5)).isEmpty();
        assertThat(curves.ofClass(0).precisions(SizeClass.LARGE, 0.5)).isEmpty();
        assertThat(curves.ofClass(0).precisions(SizeClass.ALL, 0.52)).isEmpty();
    }
}
