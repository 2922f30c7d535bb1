package org.fpn4j.evaluation.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.junit.jupiter.api.Test;

class F1ByScoreTest {
    /** Two cats, and a crowd of cats. */
    private static final CocoGroundTruth TRUTH = new CocoGroundTruth(
            new TreeMap<>(Map.of(1L, "cat")),
            new TreeSet<>(List.of(7L)),
            List.of(
                    new CocoObject(1, 7, 1, 0, 0, 10, 10, 100, false),
                    new CocoObject(2, 7, 1, 100, 0, 10, 10, 100, false),
                    new CocoObject(3, 7, 1, 500, 0, 100, 100, 10_000, ObjectKind.CROWD)));

    private static CocoDetection found(double x, double score) {
        return new CocoDetection(7, 1, x, 0, 10, 10, score);
    }

    private static F1ByScore of(CocoDetection... detections) {
        return F1ByScore.of(TRUTH, List.of(detections), 0.5);
    }

    @Test
    void theBestScoreHasTheLargestF1() {
        // from 0.9 on 2/3, from 0.6 on 2/4, from 0.4 on 4/5, from 0.2 on 4/7
        F1ByScore scores =
                of(found(0, 0.9), found(300, 0.6), found(100, 0.4), found(310, 0.2), found(320, 0.2), found(520, 0.99));

        assertThat(scores.best()).hasValue(0.4);
        assertThat(scores.objects()).isEqualTo(2);
        assertThat(scores.right().get(40)).isEqualTo(2);
        assertThat(scores.right().get(41)).isEqualTo(1);
        assertThat(scores.wrong().get(20)).isEqualTo(3); // what lies on the crowd is none
    }

    @Test
    void itIsTheScoreFromWhichTheSameDetectionsCount() {
        CocoDetection[] detections = {found(0, 0.29), found(100, 0.57), found(300, 0.28)}; // not all exact in binary

        double best = of(detections).best().orElseThrow();

        Mistakes mistakes = Mistakes.of(TRUTH, List.of(detections), new MatchRule(best, 0.5));
        assertThat(best).isEqualTo(0.29);
        assertThat(mistakes.images().get(7L)).isEqualTo(new ImageTally(2, 0, 0));
    }

    @Test
    void ofEqualsTheHighestScoreIsBest() {
        assertThat(of(found(0, 0.5)).best()).hasValue(0.5);
    }

    @Test
    void runsCountTogether() {
        F1ByScore one = of(found(0, 0.8), found(300, 0.8), found(310, 0.8));
        F1ByScore other = of(found(0, 0.3), found(100, 0.3));

        F1ByScore both = one.plus(other);

        assertThat(both.best()).hasValue(0.3);
        assertThat(both.objects()).isEqualTo(4);
    }

    @Test
    void withoutARightDetectionNoScoreIsBest() {
        assertThat(of().best()).isEmpty();
        assertThat(of(found(300, 0.9)).best()).isEmpty();
    }

    @Test
    void scoresOfOneAndOfZeroHaveTheirPlace() {
        F1ByScore scores = of(found(0, 1), found(100, 0));

        assertThat(scores.right().get(100)).isEqualTo(1);
        assertThat(scores.right().get(0)).isEqualTo(2);
    }

    @Test
    void fromAScoreOnThereArePrecisionRecallAndFalsePositivesOfAnImage() {
        F1ByScore scores = of(found(0, 0.9), found(300, 0.6), found(310, 0.4), found(100, 0.2));

        assertThat(scores.at(0.4, 4)).isEqualTo(new OperatingPoint(0.4, 1 / 3.0, 0.5, 0.4, 0.5));
        assertThat(scores.at(0.95, 4)).isEqualTo(new OperatingPoint(0.95, -1, 0, 0, 0));
        assertThat(scores.points(4)).hasSize(101).element(20).isEqualTo(scores.at(0.2, 4));
    }

    @Test
    void withoutObjectsAndDetectionsThereIsNothingToMeasure() {
        CocoGroundTruth none =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "cat")), new TreeSet<>(List.of(7L)), List.of());

        F1ByScore scores = F1ByScore.of(none, List.of(), 0.5);

        assertThat(scores.at(0.5, 1)).isEqualTo(new OperatingPoint(0.5, -1, -1, -1, 0));
        assertThat(scores.best()).isEmpty();
    }

    @Test
    void classesByThemselvesAreAllTogether() {
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "cat", 2L, "dog", 3L, "owl")),
                new TreeSet<>(List.of(7L)),
                List.of(
                        new CocoObject(1, 7, 1, 0, 0, 10, 10, 100, false),
                        new CocoObject(2, 7, 2, 100, 0, 10, 10, 100, false)));
        List<CocoDetection> detections = List.of(found(0, 0.9), found(100, 0.8)); // the dog is taken for a cat

        Map<Long, F1ByScore> classes = F1ByScore.ofClasses(truth, detections, 0.5);

        assertThat(classes.keySet()).containsExactly(1L, 2L, 3L);
        assertThat(classes.get(1L).at(0, 1)).isEqualTo(new OperatingPoint(0, 0.5, 1, 2 / 3.0, 1));
        assertThat(classes.get(2L).at(0, 1)).isEqualTo(new OperatingPoint(0, -1, 0, 0, 0));
        assertThat(classes.get(3L).objects()).isZero();
        assertThat(classes.values().stream().reduce(F1ByScore::plus)).contains(F1ByScore.of(truth, detections, 0.5));
    }
}
