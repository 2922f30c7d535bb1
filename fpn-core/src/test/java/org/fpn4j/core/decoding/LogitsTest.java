package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogitsTest {
    @Test
    void sigmoidIsSymmetricAndSaturates() {
        assertThat(Logits.sigmoid(0)).isEqualTo(0.5f);
        assertThat(Logits.sigmoid(2) + Logits.sigmoid(-2)).isEqualTo(1);
        assertThat(Logits.sigmoid(-200)).isZero();
        assertThat(Logits.sigmoid(200)).isEqualTo(1);
    }

    @Test
    void floorsAreJustBelowTheLogit() {
        assertThat(Logits.sigmoid(Logits.floor(0.05))).isBetween(0.0499f, 0.05f);
        assertThat(Logits.floor(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Logits.floor(1)).isEqualTo(Float.POSITIVE_INFINITY);
    }
}
