package org.fpn4j.experiments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;

class TensorComparisonTest {
    private static final Told TENSOR =
            new Told(1, 1, Stage.BACKWARD, "gradient", "w", Shape.of(2, 1, 2), Optional.empty());

    private static Optional<Difference> difference(float[] one, float[] other) {
        TensorComparison comparison = new TensorComparison(TENSOR);
        comparison.add(one, other, 3);
        comparison.add(new float[] {one[3]}, new float[] {other[3]}, 1); // in two stretches
        return comparison.difference();
    }

    @Test
    void theSameBitsAreNoDifference() {
        float[] values = {1, Float.NaN, Float.NEGATIVE_INFINITY, -0f};

        assertThat(difference(values, values.clone())).isEmpty();
    }

    @Test
    void whatDiffersIsCountedAndMeasured() {
        Difference difference = difference(new float[] {4, 1, 0.5f, 8}, new float[] {4, 1, 0.25f, 6})
                .orElseThrow();

        assertThat(difference.differing()).isEqualTo(2);
        assertThat(difference.absolute()).isEqualTo(2);
        assertThat(difference.relative()).isEqualTo(0.5); // 0.25 of 0.5; the other is 2 of 8
        assertThat(difference.share()).isEqualTo(0.25); // 2 of 8
        assertThat(difference.ulps()).isEqualTo(1 << 23); // a factor of 2
        assertThat(difference.first()).isEqualTo(2);
        assertThat(difference.firstIndex()).containsExactly(1, 0, 0);
        assertThat(difference.one()).isEqualTo(0.5f);
        assertThat(difference.other()).isEqualTo(0.25f);
    }

    @Test
    void neighboursAreOneUlpApart() {
        float[] one = {1, -1, 0, Float.MIN_VALUE};

        assertThat(difference(one, new float[] {Math.nextUp(1f), -1, 0, Float.MIN_VALUE}))
                .hasValueSatisfying(difference -> assertThat(difference.ulps()).isEqualTo(1));
        assertThat(difference(one, new float[] {1, Math.nextUp(-1f), 0, Float.MIN_VALUE}))
                .hasValueSatisfying(difference -> assertThat(difference.ulps()).isEqualTo(1));
        assertThat(difference(one, new float[] {1, -1, 0, 0}))
                .hasValueSatisfying(difference -> assertThat(difference.ulps()).isEqualTo(1));
    }

    @Test
    void aZeroOfAnotherSignHasOtherBitsAndNoDistance() {
        assertThat(difference(new float[] {0, 0, 0, 0}, new float[] {0, -0f, 0, 0}))
                .hasValueSatisfying(difference -> {
                    assertThat(difference.differing()).isEqualTo(1);
                    assertThat(difference.absolute()).isZero();
                    assertThat(difference.relative()).isZero();
                    assertThat(difference.share()).isZero();
                    assertThat(difference.ulps()).isEqualTo(1);
                });
    }

    @Test
    void whatIsNoNumberIsInfinitelyFarAway() {
        assertThat(difference(new float[] {1, 2, 3, 4}, new float[] {1, Float.NaN, 3, 4}))
                .hasValueSatisfying(difference -> {
                    assertThat(difference.absolute()).isInfinite();
                    assertThat(difference.share()).isInfinite();
                    assertThat(difference.ulps()).isEqualTo(Long.MAX_VALUE);
                    assertThat(difference.json())
                            .containsEntry("absolute", "infinite")
                            .containsEntry("ulps", "infinite");
                });
    }
}
