package org.fpn4j.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;

class PeaksTest {
    private static final float NO = Peaks.NO_PEAK;

    private static float[] of(Shape shape, float... logits) {
        float[] output = new float[logits.length];
        new Peaks().decide(List.of(logits), List.of(shape), output);
        return output;
    }

    @Test
    void aValueWithALargerNeighbourIsNoPeak() {
        float[] peaks = of(
                Shape.of(1, 1, 3, 4), //
                1,
                0,
                0,
                5, //
                0,
                2,
                0,
                0, //
                0,
                0,
                0,
                4);

        assertThat(peaks).containsExactly(NO, NO, NO, 5, NO, 2, NO, NO, NO, NO, NO, 4);
    }

    @Test
    void neighboursThatAreEqualAreBothPeaks() {
        assertThat(of(Shape.of(1, 1, 1, 4), 3, 3, 1, -7)).containsExactly(3, 3, NO, NO);
    }

    @Test
    void mapsOfOtherClassesAndImagesAreNoNeighbours() {
        assertThat(of(Shape.of(2, 2, 1, 1), 1, 2, 3, -4)).containsExactly(1, 2, 3, -4);
    }

    @Test
    void whatIsNoNumberIsNoPeakAndHidesNone() {
        assertThat(of(Shape.of(1, 1, 1, 3), 1, Float.NaN, 2)).containsExactly(1, NO, 2);
    }

    @Test
    void otherThanMapsAreRefused() {
        assertThatThrownBy(() -> new Peaks().infer(List.of(Shape.of(1, 2, 3))))
                .hasMessage("peaks: inputs do not fit, got [[1, 2, 3]]");
    }
}
