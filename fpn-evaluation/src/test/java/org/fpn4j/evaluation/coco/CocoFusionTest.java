package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.merging.WeightedBoxesFusion;
import org.junit.jupiter.api.Test;

class CocoFusionTest {
    private static final CocoFusion FUSION = new CocoFusion(new WeightedBoxesFusion(0.5, 0));

    @Test
    void imagesAndCategoriesStayApart() {
        List<CocoDetection> one =
                List.of(new CocoDetection(7, 30, 10, 10, 40, 40, 0.75), new CocoDetection(7, 4, 10, 10, 40, 40, 0.5));
        List<CocoDetection> other =
                List.of(new CocoDetection(9, 30, 10, 10, 40, 40, 0.5), new CocoDetection(7, 30, 14, 10, 40, 40, 0.25));

        assertThat(FUSION.fuse(List.of(one, other), List.of(1.0, 1.0)))
                .containsExactly(
                        new CocoDetection(7, 30, 11, 10, 40, 40, 0.5),
                        new CocoDetection(7, 4, 10, 10, 40, 40, 0.25),
                        new CocoDetection(9, 30, 10, 10, 40, 40, 0.25));
    }

    @Test
    void oneDetectorStaysAsItIs() {
        List<CocoDetection> apart =
                List.of(new CocoDetection(1, 1, 0, 0, 10, 10, 0.75), new CocoDetection(1, 1, 50, 0, 10, 10, 0.5));

        assertThat(FUSION.fuse(List.of(apart), List.of(1.0))).isEqualTo(apart);
    }

    @Test
    void whereNothingIsFoundNothingIsFused() {
        assertThat(FUSION.fuse(List.of(List.of(), List.of()), List.of(1.0, 1.0)))
                .isEmpty();
    }
}
