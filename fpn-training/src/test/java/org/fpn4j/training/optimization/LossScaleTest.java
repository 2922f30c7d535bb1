package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossScaleTest {
    private static LossScale afterGood(LossScale scale, int steps) {
        LossScale after = scale;
        for (int i = 0; i < steps; i++) {
            after = after.kept();
        }
        return after;
    }

    @Test
    void itBeginsWhereTheNumbersOfFloat16End() {
        assertThat(LossScale.INITIAL).isEqualTo(new LossScale(65536, 0, 0));
    }

    @Test
    void twoThousandGoodStepsInARowDoubleIt() {
        assertThat(afterGood(LossScale.INITIAL, 1999)).isEqualTo(new LossScale(65536, 1999, 0));
        assertThat(afterGood(LossScale.INITIAL, 2000)).isEqualTo(new LossScale(131072, 0, 0));
    }

    @Test
    void anOverflowHalvesItAndBeginsTheRowAgain() {
        LossScale fallen = afterGood(LossScale.INITIAL, 1999).fallen();

        assertThat(fallen).isEqualTo(new LossScale(32768, 0, 1));
        assertThat(afterGood(fallen, 1999).factor()).isEqualTo(32768);
        assertThat(afterGood(fallen, 2000)).isEqualTo(new LossScale(65536, 0, 1));
    }

    @Test
    void itDoesNotFallBelowOne() {
        assertThat(new LossScale(2, 0, 15).canFall()).isTrue();
        assertThat(new LossScale(2, 0, 15).fallen().canFall()).isFalse();
    }
}
