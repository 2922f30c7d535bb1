package org.fpn4j.heads.rpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.junit.jupiter.api.Test;

/** How many are sampled, which, and what that divides losses by. */
class SamplingTest {
    /** Half of 7 is 3; the rest are negatives, as far as there are some. */
    @Test
    void positivesHaveTheirShareAndNegativesTheRest() {
        SamplingConfig config = new SamplingConfig(7, 0.5);

        assertThat(config.positives(9)).isEqualTo(3);
        assertThat(config.positives(2)).isEqualTo(2);
        assertThat(config.negatives(9, 3)).isEqualTo(4);
        assertThat(config.negatives(9, 0)).isEqualTo(7);
        assertThat(config.negatives(1, 3)).isEqualTo(1);
        assertThat(new SamplingConfig(7, 0).positives(9)).isZero();
        assertThat(new SamplingConfig(7, 1).negatives(9, 7)).isZero();
    }

    @Test
    void sharesAndCountsHaveBounds() {
        assertThatThrownBy(() -> new SamplingConfig(0, 1.5))
                .hasMessage("count[0] must be between 1 and 100000; positiveFraction[1.5] must be between 0 and 1");
    }

    /** Of ten numbers three, each about as often as the others: 3000 times 3 / 10, five standard deviations of 25. */
    @Test
    void everyNumberIsDrawnAsOftenAsTheOthers() {
        int[] drawn = new int[10];
        for (int seed = 0; seed < 3000; seed++) {
            int[] numbers = IntStream.range(0, 12).toArray();

            Draw.toFront(numbers, 10, 3, new SplittableRandom(seed));

            assertThat(numbers).containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
            for (int i = 0; i < 3; i++) {
                drawn[numbers[i]]++;
            }
        }
        for (int count : drawn) {
            assertThat(count).isBetween(900 - 125, 900 + 125);
        }
    }

    @Test
    void allAreDrawnWhereAllAreWanted() {
        int[] numbers = {4, 5, 6, 7};

        Draw.toFront(numbers, 3, 3, new SplittableRandom(1));

        assertThat(IntStream.of(numbers).limit(3)).containsExactlyInAnyOrder(4, 5, 6);
        assertThat(numbers[3]).isEqualTo(7);
    }

    /** Three and one sampled: a mean over four, in a run of the first alone, too. */
    @Test
    void lossesAreDividedByWhatIsSampledInTheStep() {
        SampledNormalizer normalizer = new SampledNormalizer("objectness");
        ImageTargets three = image(1, 1, 0, 1);
        ImageTargets one = image(0, 0, 1, 0);
        ImageTargets none = image(0, 0, 0, 0);

        assertThat(normalizer.factors("box", List.of(three), List.of(three, one), HeadState.INITIAL))
                .containsExactly(0.25);
        assertThat(normalizer.factors("objectness", List.of(three, one), List.of(three, one), HeadState.INITIAL))
                .containsExactly(0.25, 0.25);
        assertThat(normalizer.factors("box", List.of(none), List.of(none), HeadState.INITIAL))
                .containsExactly(1);
        assertThat(normalizer.next(HeadState.INITIAL, List.of(one))).isEqualTo(HeadState.INITIAL);
        assertThat(normalizer.ofWholeStep("box", 3, 12)).isEqualTo(1);
    }

    private static ImageTargets image(float... sampled) {
        return new ImageTargets(Map.of("objectness", new ImageTargets.Row(new float[4], sampled)), 9);
    }
}
