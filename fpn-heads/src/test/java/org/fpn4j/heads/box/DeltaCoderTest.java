package org.fpn4j.heads.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Operation;
import org.junit.jupiter.api.Test;

class DeltaCoderTest {
    private static final float[] ANCHOR = {10, 20, 30, 60}; // centre (20, 40), 20 x 40

    @Test
    void encodesShiftsInSidesAndSizesInLogarithms() {
        float[] deltas = new float[4];

        new DeltaCoder().encode(ANCHOR, 0, new Box(20, 30, 60, 70), deltas); // centre (40, 50), 40 x 40

        assertThat(deltas).containsExactly(new float[] {1, 0.25f, (float) Math.log(2), 0}, within(1e-6f));
    }

    @Test
    void weightsMultiplyTheDeltas() {
        float[] deltas = new float[4];

        new DeltaCoder(10, 5, 4).encode(ANCHOR, 0, new Box(20, 30, 60, 70), deltas);

        assertThat(deltas).containsExactly(new float[] {10, 2.5f, 5 * (float) Math.log(2), 0}, within(1e-5f));
    }

    @Test
    void decodingInvertsEncoding() {
        SplittableRandom random = new SplittableRandom(7);
        DeltaCoder coder = new DeltaCoder(10, 5, 4);
        float[] boxes = new float[4];
        float[] deltas = new float[4];
        for (int i = 0; i < 200; i++) {
            float x = (float) random.nextDouble(0, 500);
            float y = (float) random.nextDouble(0, 500);
            Box box = new Box(x, y, x + (float) random.nextDouble(2, 300), y + (float) random.nextDouble(2, 300));

            coder.encode(ANCHOR, 0, box, deltas);
            coder.decode(ANCHOR, deltas, 0, boxes, 0);

            assertThat(boxes)
                    .containsExactly(new float[] {box.x1(), box.y1(), box.x2(), box.y2()}, within(2e-3f)); // float32
        }
    }

    @Test
    void decodingClampsHugeSides() {
        float[] boxes = new float[4];

        new DeltaCoder().decode(ANCHOR, new float[] {0, 0, 50, 50}, 0, boxes, 0);

        assertThat(boxes[2] - boxes[0]).isEqualTo(20 * 62.5f, within(1e-2f)); // 1000 / 16 = 62.5
        assertThat(boxes[3] - boxes[1]).isEqualTo(40 * 62.5f, within(1e-2f));
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
