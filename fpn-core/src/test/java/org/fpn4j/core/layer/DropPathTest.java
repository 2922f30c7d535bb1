package org.fpn4j.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropPathTest {
    private static final int IMAGES = 40_000;

    private static double[] factors(String input, double rate, long seed) {
        long[] draws = new SplittableRandom(seed).longs(IMAGES).toArray();
        float[] factors = new DropPath(input, 1, rate).factors(draws);
        return IntStream.range(0, IMAGES).mapToDouble(i -> factors[i]).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0125, 0.2, 0.5, 0.9})
    void imagesAreLeftOutAtTheRateAndTheMeanIsKept(double rate) {
        double[] factors = factors("drop", rate, 1);

        double left = IntStream.range(0, IMAGES).filter(i -> factors[i] == 0).count() / (double) IMAGES;
        double error = Math.sqrt(rate * (1 - rate) / IMAGES);
        assertThat(left).isCloseTo(rate, within(4 * error));
        assertThat(IntStream.range(0, IMAGES)
                        .mapToDouble(i -> factors[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(1e-6 + 4 * error / (1 - rate)));
        assertThat(factors).containsOnly(rate == 0 ? 1 : 0, (float) (1 / (1 - rate)));
    }

    /** Which images two blocks leave out are two lots: both a quarter of the images at a rate of a half. */
    @Test
    void blocksDrawApart() {
        double[] one = factors("drop_path.blocks.1.1", 0.5, 1);
        double[] other = factors("drop_path.blocks.2.1", 0.5, 1);

        double both = IntStream.range(0, IMAGES)
                        .filter(i -> one[i] == 0 && other[i] == 0)
                        .count()
                / (double) IMAGES;
        assertThat(both).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / IMAGES)));
    }

    @Test
    void neighbouringNumbersDrawApart() {
        float[] factors = new DropPath("drop", 1, 0.5)
                .factors(IntStream.range(0, IMAGES).asLongStream().toArray());

        double changes = IntStream.range(1, IMAGES)
                        .filter(i -> factors[i] != factors[i - 1])
                        .count()
                / (IMAGES - 1.0);
        assertThat(changes).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / IMAGES)));
    }

    @Test
    void whatIsLeftOutDependsOnTheImageAndTheNameAloneAndOnNoPlaceInTheBatch() {
        DropPath path = new DropPath("drop", 2, 0.5);

        float[] together = path.factors(1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(together).contains(0).contains(2);
        for (int image = 0; image < 8; image++) {
            assertThat(path.factors(image + 1)).containsExactly(together[2 * image], together[2 * image + 1]);
            assertThat(together[2 * image]).isEqualTo(together[2 * image + 1]);
        }
    }

    @Test
    void aBranchIsMultipliedByAnInputOfItsChannels() {
        CostGraph graph = new CostGraph();
        Tensor branch = graph.input("branch", Shape.of(2, 3, 4, 5));

        Tensor kept = new DropPath("drop", 3, 0.5).apply(graph.scope("block"), branch);

        assertThat(kept.shape()).isEqualTo(branch.shape());
        assertThat(graph.macs("")).isZero();
        assertThatThrownBy(() -> new DropPath("other", 4, 0.5).apply(graph, branch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale channels: expected factors [2, 3, 1, 1], got [2, 4, 1, 1]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aRateThatLeavesNothingIsRefused(double rate) {
        assertThatThrownBy(() -> new DropPath("drop", 3, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drop path[drop]: rate[" + rate + "] must be in [0, 1)");
    }
}
