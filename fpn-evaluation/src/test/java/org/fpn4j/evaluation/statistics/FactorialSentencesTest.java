package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.evaluation.statistics.FactorialSamples.NECKS;
import static org.fpn4j.evaluation.statistics.FactorialSamples.SIZES;
import static org.fpn4j.evaluation.statistics.FactorialSamples.design;
import static org.fpn4j.evaluation.statistics.FactorialSamples.scores;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FactorialSentencesTest {
    private final Factorial design = design(NECKS, SIZES);

    @Test
    void anEffectThatIsNotShownToDependIsToldWithWhatIsExcluded() {
        FactorialSentences sentences = sentences(new double[][] {{.30, .50}, {.31, .51}}, 5, .01);

        assertThat(sentences.heading()).isEqualTo("neck by size: AP (paired by seed, 5 seeds)");
        assertThat(sentences.verdicts())
                .containsExactly(
                        "The effect of neck is not shown to depend on size: from 128 to 256 the gain from fpn to bifpn"
                                + " changes by -0.008 to +0.015 AP.",
                        "A true change of such a gain by 0.015 is found with 80 % chance.",
                        "size is the bigger lever: AP changes from 128 to 256 by +0.199 to +0.201, from fpn to bifpn by"
                                + " -0.010 to +0.031, each a mean over the other's levels.");
    }

    @Test
    void anEffectThatDependsIsToReadAtEachLevel() {
        assertThat(sentences(new double[][] {{.30, .50}, {.31, .60}}, 5, .01).verdicts())
                .contains("Effects of neck differ between levels of size: read them at each level, the means hide it.")
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith(
                                "The effect of neck depends on size: from 128 to 256 the gain from fpn to bifpn rises"
                                        + " by 0.082 to 0.105 AP."));
        assertThat(sentences(new double[][] {{.30, .50}, {.41, .50}}, 5, .01)
                        .verdicts()
                        .get(0))
                .startsWith("The effect of neck depends on size: from 128 to 256 the gain from fpn to bifpn falls by");
    }

    @Test
    void ofMistakesFewerAreAGain() {
        Question question = new Question("fpn, 128", List.of());
        FactorialResult fewer = FactorialResult.of(
                design, question, "misses", false, 5, scores(new double[][] {{.30, .50}, {.30, .40}}, 5, .001));

        assertThat(new FactorialSentences(fewer).verdicts().get(0))
                .startsWith(
                        "The effect of neck depends on size: from 128 to 256 the gain from fpn to bifpn rises by 0.09");
    }

    @Test
    void withinAMarginAnEffectDoesNotDepend() {
        FactorialResult result = FactorialSamples.result(
                design, scores(new double[][] {{.30, .50}, {.31, .51}}, 5, .001), OptionalDouble.of(.02));

        assertThat(new FactorialSentences(result).verdicts().get(0))
                .isEqualTo(
                        "The effect of neck does not depend on size by more than 0.020 AP: from 128 to 256 the gain from"
                                + " fpn to bifpn changes by -0.001 to +0.001 AP.");
    }

    @Test
    void oneSeedTestsNothing() {
        assertThat(sentences(new double[][] {{.30, .50}, {.31, .51}}, 1, 0).verdicts())
                .containsExactly(
                        "Whether the effect of neck depends on size is not tested: one seed.",
                        "Which of size and neck is the bigger lever is not tested: one seed.");
    }

    @Test
    void equalScoresChangeNothing() {
        FactorialSentences sentences = sentences(new double[][] {{.3, .3}, {.3, .3}}, 3, 0);

        assertThat(sentences.verdicts())
                .containsExactly(
                        "The effect of neck is not shown to depend on size: from 128 to 256 the gain from fpn to bifpn does"
                                + " not change at all, in any seed.",
                        "Neither size nor neck changes the mean AP at all, in any seed.");
        assertThat(sentences.variance().get(5)).containsExactly("residual", "0.000000", "6", "-", "-");
    }

    @Test
    void whatCannotBeComparedIsNamed() {
        List<Scored> scores = scores(new double[][] {{.30, .50}, {.31, .51}}, 3, .01);
        scores.removeIf(score -> score.variant().equals("bifpn, 256"));
        FactorialSentences sentences = new FactorialSentences(FactorialSamples.result(design, scores));

        assertThat(sentences.verdicts())
                .containsExactly("Whether the effect of neck depends on size: nothing to compare by AP.");
        assertThat(sentences.notes())
                .containsExactly(
                        "fpn to bifpn, 128 to 256: nothing to compare by AP.",
                        "fpn to bifpn: nothing to compare by AP.",
                        "128 to 256: nothing to compare by AP.",
                        "fpn to bifpn at 256: nothing to compare by AP.",
                        "The table of variance takes the seeds that all 4 variants have: none.");
    }

    @Test
    void seedsThatNotAllHaveAreToldOfTheTable() {
        List<Scored> scores = scores(new double[][] {{.30, .50}, {.31, .51}}, 3, .01);
        scores.removeIf(score -> score.variant().equals("bifpn, 256") && score.seed() == 0);

        assertThat(new FactorialSentences(FactorialSamples.result(design, scores)).notes())
                .containsExactly(
                        "The table of variance takes the seeds that all 4 variants have: [1, 2].",
                        "F and p are for these validation images, and take all variants to spread equally; intervals do"
                                + " neither.");
    }

    @Test
    void fourAmountsAreReadAlongALine() {
        Factorial four = design(NECKS, List.of("1", "2", "3", "4"));

        assertThat(new FactorialSentences(FactorialSamples.result(four, List.of())).notes())
                .contains(
                        "Of four or more amounts, a change from the lowest to the highest is that of the straight line, by"
                                + " rank, that fits all of them best.");
    }

    private FactorialSentences sentences(double[][] means, int seeds, double spread) {
        return new FactorialSentences(FactorialSamples.result(design, scores(means, seeds, spread)));
    }
}
