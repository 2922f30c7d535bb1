package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static final Question FIVE = new Question("fpn", List.of("bifpn")).ofFolds(5);

    private static Family family(Question question, double... differences) {
        List<Scored> scores = new ArrayList<>();
        for (int fold = 0; fold < differences.length; fold++) {
            scores.add(new Scored("fpn", fold, 0.5, Optional.empty()));
            scores.add(new Scored("bifpn", fold, 0.5 + differences[fold], Optional.empty()));
        }
        return Family.deciding(question, "AP", true, 1, scores);
    }

    /** s2 = 5e-5, t(0.975, 4) = 2.776445: 2.776445 sqrt((1/5 + 1/4) 5e-5) = 0.0131698. */
    @Test
    void theIntervalIsWiderThanThatOfIndependentSplits() {
        Interval interval = family(FIVE, -0.05, -0.04, -0.06, -0.05, -0.05)
                .comparisons()
                .get(0)
                .interval();

        assertThat(interval.half()).isCloseTo(0.0131698, within(1e-7)); // digits of the arithmetic above
    }

    /** Of two folds each validates what the other learned: 1/2 + 1/1. s2 = 5e-5, t(0.975, 1) = 12.706205. */
    @Test
    void twoFoldsAreTheFewest() {
        Interval interval =
                family(FIVE.ofFolds(2), -0.05, -0.04).comparisons().get(0).interval();

        assertThat(interval.half())
                .isCloseTo(12.706205 * Math.sqrt(1.5 * 5e-5), within(1e-7)); // digits of the quantile
    }

    @Test
    void sentencesSpeakOfFolds() {
        Sentences sentences = new Sentences(family(FIVE, -0.05, -0.04, -0.06, -0.05, -0.05));

        assertThat(sentences.heading()).isEqualTo("AP against fpn (paired by fold, 5 folds; interval 95 %)");
        assertThat(sentences.rows())
                .containsExactly(List.of("bifpn", "-0.050", "[-0.063, -0.037]", "worse", "folds 0.013"));
        assertThat(sentences.verdicts()).containsExactly("bifpn is worse than fpn: by 0.037 to 0.063 AP.");
        assertThat(sentences.notes())
                .containsExactly(
                        "Folds: each image of the training split is validated once, by detectors that learned from"
                                + " the other 4 folds; scores of a fold are means over its seeds. Intervals cover which of these"
                                + " images are learned from and which are validated (Nadeau and Bengio 2003), and seeds as far as"
                                + " folds differ by them; not other images than these, and not another data set.");
    }

    /** (2.776445 + 0.940965) sqrt((1/5 + 1/4) 5e-5) = 0.0176. */
    @Test
    void theNoiseFloorIsThatOfAsManyFolds() {
        assertThat(new Sentences(family(FIVE, -0.05, -0.04, -0.06, -0.05, -0.05)).noiseFloor())
                .contains("Noise floor: with 5 folds, a true difference of 0.018 is found with 80 % chance.");
    }

    @Test
    void noNumberOfFoldsIsAskedFor() {
        assertThat(new Sentences(family(FIVE, -0.05, 0.04, 0.06, -0.05, -0.01)).verdicts())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("bifpn and fpn: undecided. A lead of bifpn above ")
                        .endsWith(" are excluded."));
        assertThat(new Sentences(family(FIVE, 0, 0, 0, 0, 0)).verdicts())
                .containsExactly("bifpn and fpn: no difference at all, in any fold.");
    }

    @Test
    void foldsThatAreMissingAreSaid() {
        assertThat(new Sentences(family(FIVE, -0.05, -0.04, -0.06)).notes())
                .contains("bifpn: 3 of 5 folds can be compared; the others are left out.");
        assertThat(family(FIVE, -0.05).incomparable()).containsExactly("bifpn");
    }

    @Test
    void oneFoldIsNone() {
        assertThatThrownBy(() -> FIVE.ofFolds(1)).hasMessage("folds[1] must be 0 or at least 2");
    }
}
