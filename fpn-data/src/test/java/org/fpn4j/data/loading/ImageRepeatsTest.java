package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageRepeatsTest {
    private static final long SEED = 7;

    @Test
    void allEpochsAreOfOneLengthAndLeaveNoImageOut() {
        ImageRepeats repeats = new ImageRepeats(List.of(1.0, 2.5, 1.0, 1.3));
        EpochOrder order = EpochOrder.shuffled(repeats, SEED);

        assertThat(repeats.entries()).isEqualTo(6);
        assertThat(order.batches(4)).isEqualTo(2);
        assertThat(order.fresh(1, 4)).isEqualTo(2);
        for (int epoch = 0; epoch < 100; epoch++) {
            int[] entries = order.epoch(epoch);
            assertThat(entries).hasSize(6).contains(0, 1, 2, 3);
            assertThat(Arrays.stream(entries).filter(image -> image == 1).count())
                    .isBetween(2L, 3L);
        }
    }

    @Test
    void imagesComeAsOftenAsTheirFactorsOverEpochs() {
        double[] factors = {1, 2.5, 1, 1.3, 4.05};
        double scale = 10 / Arrays.stream(factors).sum(); // what rounding the length of an epoch adds
        EpochOrder order = EpochOrder.shuffled(
                new ImageRepeats(Arrays.stream(factors).boxed().toList()), SEED);
        int epochs = 20000;
        int[] counts = new int[factors.length];
        for (int epoch = 0; epoch < epochs; epoch++) {
            Arrays.stream(order.epoch(epoch)).forEach(image -> counts[image]++);
        }

        for (int image = 0; image < factors.length; image++) {
            assertThat((double) counts[image] / epochs)
                    .as("image %d", image)
                    .isCloseTo(factors[image] * scale, within(0.02)); // five standard deviations of a coin's mean
        }
    }

    @Test
    void entriesAreKeyedBySeedAndEpoch() {
        ImageRepeats repeats = new ImageRepeats(Collections.nCopies(20, 1.3));
        EpochOrder order = EpochOrder.shuffled(repeats, SEED);

        assertThat(order.epoch(3)).isEqualTo(EpochOrder.shuffled(repeats, SEED).epoch(3));
        assertThat(IntStream.range(0, 20).mapToObj(epoch -> Arrays.toString(order.epoch(epoch))))
                .doesNotHaveDuplicates()
                .doesNotContain(
                        Arrays.toString(EpochOrder.shuffled(repeats, SEED + 1).epoch(0)));
    }

    @Test
    void whoRepeatsNothingHasTheOrderOfAPermutation() {
        assertThat(EpochOrder.shuffled(new ImageRepeats(List.of(1.0, 1.0, 1.0)), SEED)
                        .epoch(2))
                .isEqualTo(EpochOrder.shuffled(3, SEED).epoch(2));
    }

    @Test
    void oneImageMayComeOften() {
        EpochOrder order = EpochOrder.shuffled(new ImageRepeats(List.of(3.0)), SEED);

        assertThat(order.epoch(0)).containsExactly(0, 0, 0);
    }

    @Test
    void whatLeavesImagesOutIsNoFactor() {
        assertThatThrownBy(() -> new ImageRepeats(List.of(1.0, 0.5))).hasMessage("factor[0.5] must be >= 1 and finite");
        assertThatThrownBy(() -> new ImageRepeats(List.of(Double.NaN)))
                .hasMessage("factor[NaN] must be >= 1 and finite");
        assertThatThrownBy(() -> new ImageRepeats(List.of()))
                .hasMessage("factors[0] must be one or more that add up to an int");
    }
}
