package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
    @Test
    void theDistanceCountsInsertionsDeletionsAndSubstitutions() {
        assertThat(DidYouMean.distance("repeat", "repeats")).isEqualTo(1);
        assertThat(DidYouMean.distance("bifnp", "bifpn")).isEqualTo(2);
        assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void theNearestThreeAreGivenNearestFirst() {
        assertThat(DidYouMean.nearest("levels", List.of("level", "lovely", "elves", "bevels", "levers", "steps")))
                .containsExactly("bevels", "level", "levers");
    }

    @Test
    void aShortWordIsNotMistakenForAnyOther() {
        assertThat(DidYouMean.nearest("lr", List.of("x", "neck", "lrs"))).containsExactly("lrs");
        assertThat(DidYouMean.nearest("fpn", List.of("pan", "bifpn", "none"))).containsExactly("bifpn", "pan");
    }

    @Test
    void fourLettersAreTooFar() {
        assertThat(DidYouMean.nearest("out_channels", List.of("out_chan"))).isEmpty();
    }
}
