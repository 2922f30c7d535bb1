package org.fpn4j.experiments.illustration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.evaluation.mistake.ImageTally;
import org.fpn4j.evaluation.mistake.MatchRule;
import org.fpn4j.evaluation.mistake.Mistakes;
import org.fpn4j.experiments.report.PrecisionCurves;
import org.fpn4j.experiments.report.VariantFindings;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.Test;

class ImageChoiceTest {
    private static final ImageTally PERFECT = new ImageTally(2, 0, 0);
    private static final ImageTally HALF = new ImageTally(1, 1, 1);
    private static final ImageTally NOTHING = new ImageTally(0, 0, 2);
    private static final ImageTally WORSE = new ImageTally(0, 3, 2);

    private final ImageChoice choice = new ImageChoice(List.of(3L, 1L, 2L));

    /** A run of images 1, 2, 3. */
    private static JudgedRun run(double precision, ImageTally... tallies) {
        TreeMap<Long, ImageTally> images = new TreeMap<>();
        for (ImageTally tally : tallies) {
            images.put(images.size() + 1L, tally);
        }
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat"), List.of(List.of(1L, 2L), List.of(3L, 0L)));
        return new JudgedRun(
                new TrainedRun("fpn", null, new RunDirectory(Path.of("x"))),
                List.of(),
                new Mistakes(new MatchRule(0.3, 0.5), matrix, images),
                List.of(new PrecisionCurves(List.of(precision, 0.0), List.of())));
    }

    private static JudgedVariant variant(ImageTally... tallies) {
        return new JudgedVariant("fpn", List.of(run(1, tallies)));
    }

    @Test
    void theWorstImagesHaveTheLeastF1AndOfEqualsTheMostMistakes() {
        assertThat(choice.worst(List.of(variant(NOTHING, HALF, WORSE)), 2)).containsExactly(3L, 1L);
    }

    @Test
    void imagesWithoutAMistakeAreNotAmongTheWorst() {
        assertThat(choice.worst(List.of(variant(PERFECT, HALF, new ImageTally(0, 0, 0))), 3))
                .containsExactly(2L);
    }

    @Test
    void allVariantsCountAlike() {
        JudgedVariant one = variant(PERFECT, HALF, PERFECT);
        JudgedVariant other = variant(NOTHING, HALF, PERFECT);

        assertThat(choice.worst(List.of(one, other), 3)).containsExactly(2L, 1L); // both 0.5, with 2 and 1 mistakes
    }

    @Test
    void oneImageShowsEachDirectionOfADifference() {
        JudgedVariant one = variant(PERFECT, NOTHING, HALF);
        JudgedVariant other = variant(HALF, PERFECT, HALF);

        assertThat(choice.mostDifferent(one, other)).containsExactly(1L, 2L);
        assertThat(choice.mostDifferent(one, one)).isEmpty();
        assertThat(choice.mostDifferent(variant(PERFECT, HALF, HALF), variant(HALF, HALF, HALF)))
                .containsExactly(1L); // nowhere behind
    }

    @Test
    void runsOfAVariantAreAveragedAndTheirMatricesAdded() {
        JudgedVariant variant =
                new JudgedVariant("fpn", List.of(run(1, PERFECT, HALF, HALF), run(0.5, NOTHING, HALF, HALF)));

        VariantFindings findings = variant.findings();

        assertThat(variant.f1(1)).isCloseTo(0.5, within(1e-15)); // a division's rounding
        assertThat(variant.mistakes(1)).isEqualTo(1);
        assertThat(findings.runs()).isEqualTo(2);
        assertThat(findings.images()).isEqualTo(3);
        assertThat(findings.confusion().counts()).containsExactly(List.of(2L, 4L), List.of(6L, 0L));
        assertThat(findings.curves()).containsExactly(new PrecisionCurves(List.of(0.75, 0.0), List.of()));
    }
}
