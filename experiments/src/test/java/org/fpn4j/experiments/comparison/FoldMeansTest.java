package org.fpn4j.experiments.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.junit.jupiter.api.Test;

class FoldMeansTest {
    private static ScoredRun run(String variant, long seed, int fold, double ap) {
        return new ScoredRun(variant, seed, OptionalInt.of(fold), Map.of("AP", ap), Optional.empty());
    }

    private static Scored score(String variant, int fold, double value) {
        return new Scored(variant, fold, value, Optional.empty());
    }

    @Test
    void aFoldCountsAsTheMeanOverItsSeeds() {
        assertThat(FoldMeans.of(
                        List.of(
                                run("fpn", 0, 0, 0.25),
                                run("fpn", 1, 0, 0.75),
                                run("fpn", 0, 1, 0.5),
                                run("fpn", 1, 1, 0.25)),
                        Metrics.DECISIVE))
                .containsExactly(score("fpn", 0, 0.5), score("fpn", 1, 0.375));
    }

    @Test
    void seedsThatAVariantLacksInAFoldCountForNoneThere() {
        assertThat(FoldMeans.of(
                        List.of(run("fpn", 0, 0, 0.25), run("fpn", 1, 0, 0.75), run("bifpn", 1, 0, 0.5)),
                        Metrics.DECISIVE))
                .containsExactly(score("fpn", 0, 0.75), score("bifpn", 0, 0.5));
    }

    @Test
    void aFoldInWhichNoSeedIsSharedIsLeftOut() {
        assertThat(FoldMeans.of(List.of(run("fpn", 0, 0, 0.25), run("bifpn", 1, 0, 0.5)), Metrics.DECISIVE))
                .isEmpty();
    }

    @Test
    void whatHasNothingToMeasureHasNoMean() {
        assertThat(FoldMeans.of(List.of(run("fpn", 0, 0, 0.25), run("fpn", 1, 0, -1)), Metrics.DECISIVE))
                .containsExactly(score("fpn", 0, -1));
    }

    @Test
    void verdictsGoByFolds() {
        List<ScoredRun> runs = List.of(
                run("fpn", 0, 0, 0.5), run("fpn", 0, 1, 0.5), run("bifpn", 0, 0, 0.25), run("bifpn", 0, 1, 0.25));

        assertThat(new Judging(new Question("fpn", List.of("bifpn")).ofFolds(2), runs)
                        .verdicts(Metrics.coco(), Metrics.DECISIVE, 1, List.of())
                        .deciding()
                        .comparisons())
                .singleElement()
                .satisfies(each -> assertThat(each.estimate().seeds()).isEqualTo(2));
    }
}
