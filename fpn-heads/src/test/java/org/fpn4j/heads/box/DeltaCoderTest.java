package org.fpn4j.heads.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.junit.jupiter.api.Test;

class DeltaCoderTest {
    private static final float[] ANCHOR = {10, 20, 30, 60}; // centre (20, 40), 20 x 40

    @Test
    void encodesShiftsInSidesAndSizesInLogarithms() {
        float[] deltas = new DeltaCoder().encode(ANCHOR, new float[] {20, 30, 60, 70}); // centre (40, 50), 40 x 40

        assertThat(deltas).containsExactly(new float[] {1, 0.25f, (float) Math.log(2), 0}, within(1e-6f));
    }

    @Test
    void weightsMultiplyTheDeltas() {
        float[] deltas = new DeltaCoder(10, 5, 4).encode(ANCHOR, new float[] {20, 30, 60, 70});

        assertThat(deltas).containsExactly(new float[] {10, 2.5f, 5 * (float) Math.log(2), 0}, within(1e-5f));
    }

    @Test
    void decodingInvertsEncoding() {
        SplittableRandom random = new SplittableRandom(7);
        DeltaCoder coder = new DeltaCoder(10, 5, 4);
        for (int i = 0; i < 200; i++) {
            float x = (float) random.nextDouble(0, 500);
            float y = (float) random.nextDouble(0, 500);
            float[] box = {x, y, x + (float) random.nextDouble(2, 300), y + (float) random.nextDouble(2, 300)};

            float[] decoded = coder.decode(ANCHOR, coder.encode(ANCHOR, box));

            assertThat(decoded).containsExactly(box, within(2e-3f)); // float32
        }
    }

    @Test
    void decodingClampsHugeSides() {
        float[] boxes = new DeltaCoder().decode(ANCHOR, new float[] {0, 0, 50, 50});

        assertThat(boxes[2] - boxes[0]).isEqualTo(20 * 62.5f, within(1e-2f)); // 1000 / 16 = 62.5
        assertThat(boxes[3] - boxes[1]).isEqualTo(40 * 62.5f, within(1e-2f));
    }

    @Test
    void noBoxesHaveNoDeltas() {
        assertThat(new DeltaCoder().encode(new float[0], new float[0])).isEmpty();
        assertThat(new DeltaCoder().decode(new float[0], new float[0])).isEmpty();
    }

    @Test
    void thereIsABoxForEveryAnchor() {
        assertThatThrownBy(() -> new DeltaCoder().encode(ANCHOR, new float[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("anchors[4] and boxes[8] must be four numbers each, and as many");
        assertThatThrownBy(() -> new DeltaCoder().decode(new float[6], new float[6]))
                .hasMessage("anchors[6] and deltas[6] must be four numbers each, and as many");
    }

    @Test
    void graphsDecodeWithTheSameConstants() {
        assertThat(new DeltaCoder(10, 5, 4).operation()).isEqualTo(new Operation.DecodeDeltas(10, 5, 4));
    }

    @Test
    void rejectsWeightsThatDivideByZero() {
        assertThatThrownBy(() -> new DeltaCoder(0, -1, 0))
                .hasMessage(
                        "centerWeight[0] must be > 0 and <= 1000; sizeWeight[-1] must be > 0 and <= 1000; clamp[0] must be > 0 and <= 50");
    }
}
