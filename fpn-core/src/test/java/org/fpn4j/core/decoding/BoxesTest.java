package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxesTest {
    @Test
    void deltasMoveAndScaleAnchors() {
        Boxes boxes = new Boxes.Deltas(new float[] {0, 0, 10, 20, 4, 4, 8, 8}, 10, 5, Math.log(2));

        float[] corners = boxes.decode(new float[] {5, -10, 0, 0, 0, 0, 100, (float) (5 * Math.log(1.5))});

        // centre (5, 10) moves by 0.5 * 10 and -1 * 20; 4 x 4 grows by 2, where the clamp is, and 1.5
        assertThat(corners).containsExactly(new float[] {5, -20, 15, 0, 2, 3, 10, 9}, within(1e-5f)); // float32
    }

    @Test
    void distancesAreInUnitsOfTheirPoint() {
        Boxes boxes = new Boxes.Distances(new float[] {10, 20, 0, 0}, new float[] {8, 1});

        float[] corners = boxes.decode(new float[] {1, 2, 0.5f, 0, 3, 4, 5, 6});

        assertThat(corners).containsExactly(2, 4, 14, 20, -3, -4, 5, 6);
    }

    @Test
    void noCellsHaveNoBoxes() {
        assertThat(new Boxes.Deltas(new float[0], 1, 1, 4).decode(new float[0])).isEmpty();
        assertThat(new Boxes.Distances(new float[0], new float[0]).decode(new float[0]))
                .isEmpty();
    }
}
