package org.fpn4j.heads.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.fpn4j.core.head.HeadState;
import org.fpn4j.heads.loss.NormalizerConfig.Kind;
import org.junit.jupiter.api.Test;

class NormalizerConfigTest {
    private static final int[] POSITIVES = {4, 0};

    @Test
    void perImageIsTheMeanOfTheImages() {
        NormalizerConfig config = new NormalizerConfig(Kind.PER_IMAGE);

        assertThat(config.factors(POSITIVES, POSITIVES, HeadState.INITIAL)).containsExactly(1.0 / 8, 1.0 / 2);
    }

    @Test
    void batchesAreDividedByAllPositives() {
        NormalizerConfig config = new NormalizerConfig(Kind.BATCH);

        assertThat(config.factors(POSITIVES, POSITIVES, HeadState.INITIAL)).containsExactly(0.25, 0.25);
        assertThat(config.factors(new int[2], new int[2], HeadState.INITIAL)).containsExactly(1, 1);
        assertThat(config.next(HeadState.INITIAL, 4)).isEqualTo(HeadState.INITIAL);
    }

    @Test
    void onePositiveMoreThanThereAreIsNeverZero() {
        NormalizerConfig config = new NormalizerConfig(Kind.BATCH_PLUS_ONE);

        assertThat(config.factors(POSITIVES, POSITIVES, HeadState.INITIAL)).containsExactly(0.2, 0.2);
        assertThat(config.factors(new int[2], new int[2], HeadState.INITIAL)).containsExactly(1, 1);
        assertThat(config.next(HeadState.INITIAL, 4)).isEqualTo(HeadState.INITIAL);
    }

    @Test
    void theRunningMeanStartsAtItsInitialValueAndRemembers() {
        NormalizerConfig config = new NormalizerConfig(Kind.RUNNING_MEAN);

        HeadState first = config.next(HeadState.INITIAL, 20);
        HeadState second = config.next(first, 0);

        assertThat(first.number("mean").orElseThrow()).isEqualTo(92, within(1e-9)); // 0.9 * 100 + 0.1 * 20
        assertThat(second.number("mean").orElseThrow()).isEqualTo(82.9, within(1e-9)); // 0.9 * 92 + 0.1 * max(1, 0)
        assertThat(config.factors(POSITIVES, POSITIVES, first))
                .containsExactly(
                        1 / first.number("mean").orElseThrow(),
                        1 / first.number("mean").orElseThrow());
    }

    @Test
    void theImagesOfAStepShareADivisorInHoweverManyRuns() {
        int[] step = {4, 0, 0, 2};
        int[] run = {0, 2};
        HeadState state = HeadState.INITIAL.with("mean", 50);

        assertThat(new NormalizerConfig(Kind.BATCH).factors(run, step, state)).containsExactly(1.0 / 6, 1.0 / 6);
        assertThat(new NormalizerConfig(Kind.PER_IMAGE).factors(run, step, state))
                .containsExactly(1.0 / 4, 1.0 / 8);
        assertThat(new NormalizerConfig(Kind.RUNNING_MEAN).factors(run, step, state))
                .containsExactly(1.0 / 50, 1.0 / 50);
    }

    @Test
    void onlyARunningMeanIsThatOfAWholeStep() {
        assertThat(new NormalizerConfig(Kind.RUNNING_MEAN).ofWholeStep("any", 3, 12))
                .isEqualTo(4);
        assertThat(new NormalizerConfig(Kind.BATCH).ofWholeStep("any", 3, 12)).isEqualTo(1);
        assertThat(new NormalizerConfig(Kind.PER_IMAGE).ofWholeStep("any", 3, 12))
                .isEqualTo(1);
    }

    @Test
    void amountsMayBeBelowOne() {
        double[] sums = {0.25, 0.5};

        assertThat(new NormalizerConfig(Kind.BATCH).factors(sums, sums, 1e-6)).containsExactly(1 / 0.75, 1 / 0.75);
        assertThat(new NormalizerConfig(Kind.PER_IMAGE).factors(sums, sums, 1e-6))
                .containsExactly(2, 1);
    }

    @Test
    void rejectsMeansThatNeverMove() {
        assertThatThrownBy(() -> new NormalizerConfig(Kind.RUNNING_MEAN, 1.5, 0))
                .hasMessage("momentum[1.5] must be between 0 and 1; initial[0] must be between 1 and 1000000000");
        assertThatThrownBy(() -> new FocalConfig(2, -1, -1))
                .hasMessage(
                        "alpha[2] must be between -1 and 1; gamma[-1] must be between 0 and 100; weight[-1] must be between 0 and 1000000");
        assertThatThrownBy(() -> new DeltaLossConfig(DeltaLossConfig.Kind.SMOOTH_L1, 0, -1))
                .hasMessage("beta[0] must be > 0 and <= 1000; weight[-1] must be between 0 and 1000000");
    }
}
