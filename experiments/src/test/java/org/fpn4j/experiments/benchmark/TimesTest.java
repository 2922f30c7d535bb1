package org.fpn4j.experiments.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void theMedianIsTheMiddleOneOrTheMeanOfTwo() {
        assertThat(Times.of(5_000_000, 1_000_000, 2_000_000)).isEqualTo(new Times(1, 2));
        assertThat(Times.of(4_000_000, 1_000_000, 9_000_000, 2_000_000)).isEqualTo(new Times(1, 3));
        assertThat(Times.of(7_000_000)).isEqualTo(new Times(7, 7));
    }

    @Test
    void nothingHasNoTime() {
        assertThatThrownBy(Times::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no durations");
    }
}
