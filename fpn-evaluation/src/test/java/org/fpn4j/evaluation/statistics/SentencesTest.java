package org.fpn4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentencesTest {
    private static final double[] FPN = {0.40, 0.42, 0.41, 0.43, 0.39};

    @Test
    void aWorseVariantIsToldWithItsRange() {
        Sentences sentences = new Sentences(family(OptionalDouble.empty(), -0.05, -0.04, -0.06, -0.05, -0.05));

        assertThat(sentences.heading()).isEqualTo("AP against fpn (paired by seed, 5 seeds; interval 95 %)");
        assertThat(sentences.rows())
                .containsExactly(List.of("bifpn", "-0.050", "[-0.059, -0.041]", "worse", "seeds 0.009"));
        assertThat(sentences.verdicts()).containsExactly("bifpn is worse than fpn: by 0.041 to 0.059 AP.");
        assertThat(sentences.noiseFloor())
                .contains("Noise floor: with 5 seeds, a true difference of 0.012 is found with 80 % chance.");
    }

    @Test
    void anUndecidedVariantIsToldWhatIsExcludedAndWhatItTakes() {
        Sentences sentences = new Sentences(family(OptionalDouble.empty(), 0.05, -0.03, 0.06, 0.01, 0.03));

        assertThat(sentences.verdicts())
                .containsExactly("bifpn and fpn: undecided. A lead of bifpn above 0.068 and a deficit above 0.020 are"
                        + " excluded. To show a difference of 0.024 takes about 20 seeds (14 to 45).");
    }

    @Test
    void withinTheMarginVariantsAreEquivalent() {
        Sentences sentences = new Sentences(family(OptionalDouble.of(0.01), 0.001, -0.001, 0.002, 0, 0.001));

        assertThat(sentences.verdicts())
                .containsExactly("bifpn and fpn are equivalent within 0.010: the difference is between 0.000 and +0.002"
                        + " (90 %).");
    }

    @Test
    void oneSeedIsNotTested() {
        Sentences sentences = new Sentences(family(OptionalDouble.of(0.5), -0.02));

        assertThat(sentences.rows()).containsExactly(List.of("bifpn", "-0.020", "", "not tested", ""));
        assertThat(sentences.verdicts())
                .containsExactly("bifpn and fpn, one seed: -0.020; another seed can turn it round. Not tested.");
        assertThat(sentences.noiseFloor()).isEmpty();
    }

    @Test
    void oneSeedWithDrawsTellsWhatTheyCover() {
        double[] drawn = IntStream.range(0, 200)
                .mapToDouble(draw -> 0.4 + 0.01 * (draw % 2 == 0 ? 1 : -1))
                .toArray();
        double[] still = IntStream.range(0, 200).mapToDouble(draw -> 0.42).toArray();
        Family family = Family.deciding(
                new Question("fpn", List.of("bifpn")),
                "AP",
                true,
                1,
                List.of(
                        new Scored("bifpn", 0, 0.40, Optional.of(new DrawnScores(drawn, 60, 60))),
                        new Scored("fpn", 0, 0.42, Optional.of(new DrawnScores(still, 60, 60)))));

        // the standard deviation over draws is 0.010025, t(0.975, 59) is 2.001
        assertThat(new Sentences(family).verdicts())
                .containsExactly(
                        "bifpn and fpn, one seed: -0.020 [-0.040, 0.000] covers only which images were drawn, for"
                                + " these two trained networks; another seed can turn it round. Not tested.");
    }

    @Test
    void ofMistakesFewerAreBetter() {
        Family family = Family.deciding(
                new Question("fpn", List.of("bifpn")), "MISSED", false, 5, scores(-0.05, -0.04, -0.06, -0.05, -0.05));

        assertThat(new Sentences(family).verdicts())
                .containsExactly("bifpn is better than fpn: by 0.041 to 0.059 MISSED.");
    }

    @Test
    void equalRunsDifferInNothing() {
        Sentences sentences = new Sentences(family(OptionalDouble.empty(), 0, 0, 0));

        assertThat(sentences.rows().get(0))
                .containsExactly("bifpn", "0.000", "[0.000, 0.000]", "undecided", "seeds 0.000");
        assertThat(sentences.verdicts()).containsExactly("bifpn and fpn: no difference at all, in any seed.");
    }

    @Test
    void whereTheImagesAreTooFewNoNumberOfSeedsHelps() {
        Planning planning = new Planning(1e-4, 2e-5, 100, 0.05, 0.8);
        Estimate estimate = new Estimate(0.01, 5, 1e-4, Optional.of(new ImageVariance(4e-5, 1.2e-4, 100, 100)), 0);
        Differences differences = new Differences(
                Contrast.difference("bifpn", "fpn"),
                List.of(0L, 1L, 2L, 3L, 4L),
                List.of(.01, .01, .01, .01, .01),
                estimate.images(),
                0);

        assertThat(planning.seeds(0.01)).isEmpty();
        Family family = new Family(
                "AP",
                true,
                "fpn",
                List.of(Comparison.of(differences, estimate, 0.05, OptionalDouble.empty(), true)),
                List.of());
        // 100 images * ((1.95996 + 0.84162) / 0.01)^2 * vI, vI = (5 * 4e-5 - 1.2e-4) / 4 = 2e-5: 157
        assertThat(new Sentences(family).verdicts().get(0))
                .endsWith("To show a difference of 0.010 no number of seeds is enough on 100 images: it takes about 160"
                        + " images.");
    }

    @Test
    void whatHasNothingToMeasureIsNamed() {
        Family family = Family.deciding(
                new Question("fpn", List.of("bifpn", "panet")),
                "AP_S",
                true,
                1,
                List.of(
                        new Scored("fpn", 0, 0.4, Optional.empty()),
                        new Scored("bifpn", 0, -1, Optional.empty()),
                        new Scored("panet", 3, 0.4, Optional.empty())));

        assertThat(new Sentences(family).heading()).isEqualTo("AP_S against fpn: nothing to compare");
        assertThat(new Sentences(family).verdicts())
                .containsExactly(
                        "bifpn and fpn: nothing to compare by AP_S.", "panet and fpn: nothing to compare by AP_S.");
    }

    @Test
    void severalComparisonsShareTheError() {
        List<Scored> scores = new ArrayList<>(scores(-0.05, -0.04, -0.06, -0.05, -0.05));
        for (int seed = 0; seed < FPN.length; seed++) {
            scores.add(new Scored("panet", seed, FPN[seed] + 0.01 * (seed % 2), Optional.empty()));
        }
        Family family = Family.deciding(new Question("fpn", List.of("bifpn", "panet")), "AP", true, 5, scores);

        assertThat(new Sentences(family).heading())
                .isEqualTo("AP against fpn (paired by seed, 5 seeds; intervals together 95 % for 2 comparisons)");
        assertThat(family.comparisons())
                .allSatisfy(each -> assertThat(each.interval().alpha()).isEqualTo(0.025));
        assertThat(new Sentences(family).noiseFloor().orElseThrow())
                .startsWith("Noise floor: with 5 seeds, a true difference of ")
                .contains(" (bifpn) or ");
    }

    private static Family family(OptionalDouble margin, double... differences) {
        return Family.deciding(
                new Question("fpn", List.of("bifpn"), margin, Optional.empty()),
                "AP",
                true,
                differences.length,
                scores(differences));
    }

    private static List<Scored> scores(double... differences) {
        List<Scored> scores = new ArrayList<>();
        for (int seed = 0; seed < differences.length; seed++) {
            scores.add(new Scored("fpn", seed, FPN[seed], Optional.empty()));
            scores.add(new Scored("bifpn", seed, FPN[seed] + differences[seed], Optional.empty()));
        }
        return scores;
    }
}
