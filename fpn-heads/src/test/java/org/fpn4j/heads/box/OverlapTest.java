package org.fpn4j.heads.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final float[] BOXES = {0, 0, 0, 0, 10, 10, 30, 20}; // the second is 20 x 10

    @Test
    void intersectionOverUnion() {
        assertThat(Overlap.iou(BOXES, 4, new Box(20, 10, 40, 20))).isEqualTo(1f / 3, within(1e-6f)); // 100 / 300
        assertThat(Overlap.iou(BOXES, 4, new Box(10, 10, 30, 20))).isEqualTo(1);
        assertThat(Overlap.iou(BOXES, 4, new Box(30, 10, 40, 20))).isZero();
        assertThat(Overlap.iou(BOXES, 0, new Box(0, 0, 0, 0))).isZero();
    }

    @Test
    void intersectionOverOwnArea() {
        assertThat(Overlap.intersectionOverArea(BOXES, 4, new Box(0, 0, 25, 100)))
                .isEqualTo(0.75f); // 150 / 200
        assertThat(Overlap.intersectionOverArea(BOXES, 0, new Box(0, 0, 25, 100)))
                .isZero();
    }

    @Test
    void centresOnTheBorderAreOutside() {
        assertThat(Overlap.centerInside(BOXES, 4, new Box(19, 14, 21, 16))).isTrue();
        assertThat(Overlap.centerInside(BOXES, 4, new Box(20, 14, 21, 16))).isFalse();
    }
}
