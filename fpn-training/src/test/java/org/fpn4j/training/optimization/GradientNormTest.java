package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.nd4j.NativeMemory;
import org.junit.jupiter.api.Test;

class GradientNormTest {
    private static final int MILLIONS = 3_000_001; // no multiple of four

    @Test
    void sumsMillionsOfSquaresInDoublePrecision() {
        float[] values = gradients();
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }

        double norm = GradientNorm.of(vector(values));

        // the order of additions differs: 3e6 of them, each off by at most 1.1e-16 of the sum
        assertThat(norm).isCloseTo(Math.sqrt(sum), within(4e-10 * Math.sqrt(sum)));
    }

    @Test
    void keepsSmallValuesBesideALargeOne() {
        float[] values = new float[1_000_001];
        Arrays.fill(values, 1e-3f);
        values[0] = 100;

        double norm = GradientNorm.of(vector(values));

        double small = 1e-3f;
        assertThat(norm).isCloseTo(Math.sqrt(10_000 + 1e6 * small * small), within(1e-9));
    }

    @Test
    void aPartOfAVectorHasItsOwnNorm() {
        FlatVector vector = vector(7f, 3f, 4f, 9f);

        double norm = GradientNorm.of(vector.part(1, 2));

        assertThat(norm).isEqualTo(5);
    }

    @Test
    void aSingleValueIsItsOwnNorm() {
        assertThat(GradientNorm.of(vector(-2f))).isEqualTo(2);
    }

    @Test
    void isNotFiniteWhereAValueIsNot() {
        assertThat(GradientNorm.of(vector(1f, Float.NaN))).isNaN();
        assertThat(GradientNorm.of(vector(1f, Float.NEGATIVE_INFINITY))).isInfinite();
    }

    @Test
    void squaresBeyondFloat32AreNotInfinite() {
        assertThat(GradientNorm.of(vector(3e30f, 4e30f)))
                .isCloseTo(5e30, within(5e30 * 1e-6)); // 3e30 and 4e30 as float32
    }

    private static FlatVector vector(float... values) {
        FlatVector vector = NativeMemory.shared().allocate(values.length);
        vector.write(values);
        return vector;
    }

    private static float[] gradients() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[MILLIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(random.nextDouble(-12, 0)); // most are small, as gradients are
        }
        return values;
    }
}
