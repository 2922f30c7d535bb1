package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Contrast BIFPN = Contrast.difference("bifpn", "fpn");

    @Test
    void onlySeedsOfAllVariantsCount() {
        Differences differences = Differences.of(
                        BIFPN,
                        List.of(
                                plain("fpn", 0, 0.4),
                                plain("fpn", 1, 0.5),
                                plain("bifpn", 1, 0.6),
                                plain("bifpn", 2, 0.9),
                                plain("panet", 0, -1)))
                .orElseThrow();

        assertThat(differences.seeds()).containsExactly(1L);
        assertThat(differences.values().get(0)).isCloseTo(0.1, within(1e-15));
        assertThat(differences.estimate().seeds()).isEqualTo(1);
    }

    @Test
    void whatHasNothingToMeasureInAnySeedIsNotCompared() {
        assertThat(Differences.of(BIFPN, List.of(plain("fpn", 0, 0.4), plain("bifpn", 0, 0.4), plain("bifpn", 1, -1))))
                .isEmpty();
        assertThat(Differences.of(BIFPN, List.of())).isEmpty();
    }

    @Test
    void drawsWithNothingToMeasureAreLeftOutUntilTheyAreTooMany() {
        Differences few = Differences.of(BIFPN, List.of(drawn("fpn", 20, -1), drawn("bifpn", 20, 0.5)))
                .orElseThrow();
        Differences many = Differences.of(BIFPN, List.of(drawn("fpn", 10, -1), drawn("bifpn", 10, 0.5)))
                .orElseThrow();

        assertThat(few.emptyDraws()).isEqualTo(0.05, within(1e-12));
        assertThat(few.images()).isPresent();
        assertThat(many.emptyDraws()).isEqualTo(0.1, within(1e-12));
        assertThat(many.images()).isEmpty();
    }

    @Test
    void equalVariantsDifferByNothing() {
        Estimate estimate = Differences.of(BIFPN, List.of(drawn("fpn", 30, 0.1), drawn("bifpn", 30, 0.1)))
                .orElseThrow()
                .estimate();

        assertThat(estimate.value()).isZero();
        assertThat(estimate.interval(0.05).half()).isZero();
        assertThat(estimate.pValue()).isEqualTo(1);
    }

    @Test
    void drawsOfDifferentNumbersOfImagesAreOurError() {
        Scored other = new Scored("bifpn", 0, 0.4, Optional.of(new DrawnScores(new double[] {0.1, 0.2}, 61, 61)));

        assertThatThrownBy(() -> Differences.of(BIFPN, List.of(drawn("fpn", 2, 0.3), other)))
                .hasMessage("scores are of different numbers of images[60, 61]");
    }

    @Test
    void anInteractionIsAContrast() {
        Contrast interaction = new Contrast("interaction", Map.of("a", 1.0, "b", -1.0, "c", -1.0, "d", 1.0));

        assertThat(interaction.of(Map.of("a", 4.0, "b", 1.0, "c", 2.0, "d", 0.5)::get))
                .isEqualTo(1.5);
        assertThatThrownBy(() -> new Contrast("main", Map.of("a", 1.0, "b", -0.5)))
                .hasMessageContaining("must sum to 0");
        assertThatThrownBy(() -> Contrast.difference("a", "a")).hasMessageContaining("cannot be compared with itself");
    }

    private static Scored plain(String variant, long seed, double value) {
        return new Scored(variant, seed, value, Optional.empty());
    }

    /** The first draw has a value of its own. */
    private static Scored drawn(String variant, int draws, double first) {
        double[] scores = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            scores[draw] = draw == 0 ? first : 0.4 + 0.01 * (draw % 3);
        }
        return new Scored(variant, 0, 0.4, Optional.of(new DrawnScores(scores, 60, 60)));
    }
}
