package org.fpn4j.evaluation.mistake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.junit.jupiter.api.Test;

/** Cases by hand: boxes are 10 x 10 at some x, so that a shift of 1 is IoU 90/110, of 2 80/120, of 3 70/130, of 4 60/140. */
class MistakesTest {
    private static final MatchRule RULE = new MatchRule(0.3, 0.5);
    private static final int CAT = 1;
    private static final int DOG = 2;

    private static CocoObject object(int category, double x, ObjectKind kind) {
        return new CocoObject(1, 7, category, x, 0, 10, 10, 100, kind);
    }

    private static CocoObject object(int category, double x) {
        return object(category, x, ObjectKind.OBJECT);
    }

    private static CocoDetection found(int category, double x, double score) {
        return new CocoDetection(7, category, x, 0, 10, 10, score);
    }

    private static Mistakes of(List<CocoObject> objects, CocoDetection... detections) {
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of((long) CAT, "cat", (long) DOG, "dog")), new TreeSet<>(List.of(7L)), objects);
        return Mistakes.of(truth, List.of(detections), RULE);
    }

    private static List<List<Long>> counts(Mistakes mistakes) {
        return mistakes.confusion().counts();
    }

    @Test
    void objectsAreFoundConfusedAndMissedAndDetectionsMadeUp() {
        Mistakes mistakes = of(
                List.of(object(CAT, 0), object(CAT, 100), object(DOG, 200)),
                found(CAT, 1, 0.9),
                found(DOG, 102, 0.8),
                found(DOG, 300, 0.7));

        assertThat(counts(mistakes))
                .containsExactly(
                        List.of(1L, 1L, 0L), List.of(0L, 0L, 1L), List.of(0L, 1L, 0L)); // rows are true classes
        assertThat(mistakes.images()).containsExactly(Map.entry(7L, new ImageTally(1, 2, 2)));
        assertThat(mistakes.images().get(7L).f1()).isCloseTo(2.0 / 6, within(1e-15)); // a division's rounding
    }

    @Test
    void detectionsBelowTheScoreDoNotCountAndThoseAtItDo() {
        Mistakes mistakes = of(List.of(object(CAT, 0)), found(CAT, 0, 0.3), found(CAT, 0, 0.29));

        assertThat(counts(mistakes)).containsExactly(List.of(1L, 0L, 0L), List.of(0L, 0L, 0L), List.of(0L, 0L, 0L));
    }

    @Test
    void anOverlapAtTheThresholdMatchesAndOneBelowItDoesNot() {
        CocoDetection half = new CocoDetection(7, CAT, 0, 0, 10, 20, 0.9); // 100 of 200
        CocoDetection less = new CocoDetection(7, CAT, 0, 0, 10, 20.5, 0.9);

        assertThat(of(List.of(object(CAT, 0)), half).images().get(7L)).isEqualTo(new ImageTally(1, 0, 0));
        assertThat(of(List.of(object(CAT, 0)), less).images().get(7L)).isEqualTo(new ImageTally(0, 1, 1));
    }

    @Test
    void theSecondDetectionOfAnObjectIsMadeUp() {
        Mistakes mistakes = of(List.of(object(CAT, 0)), found(CAT, 0, 0.5), found(CAT, 3, 0.9));

        assertThat(counts(mistakes)).containsExactly(List.of(1L, 0L, 0L), List.of(0L, 0L, 0L), List.of(1L, 0L, 0L));
    }

    @Test
    void theRightClassGoesBeforeALargerOverlapOfAnother() {
        Mistakes mistakes = of(List.of(object(CAT, 0)), found(DOG, 0, 0.9), found(CAT, 2, 0.4));

        assertThat(counts(mistakes)).containsExactly(List.of(1L, 0L, 0L), List.of(0L, 0L, 0L), List.of(0L, 1L, 0L));
    }

    @Test
    void acrossClassesTheLargestOverlapGoesFirstWhateverTheScore() {
        Mistakes mistakes = of(List.of(object(CAT, 0), object(CAT, 4)), found(DOG, 1, 0.9), found(DOG, 0, 0.4));

        // the second takes the first object; by score the first would, and the second be of none with an IoU of 6/14
        assertThat(counts(mistakes)).containsExactly(List.of(0L, 2L, 0L), List.of(0L, 0L, 0L), List.of(0L, 0L, 0L));
    }

    @Test
    void ofEqualOverlapsAcrossClassesTheHigherScoreGoesFirst() {
        Mistakes mistakes = of(List.of(object(CAT, 0), object(CAT, 4)), found(DOG, -1, 0.8), found(DOG, 1, 0.9));

        // both overlap the first object by 9/11, the second alone the other one
        assertThat(counts(mistakes)).containsExactly(List.of(0L, 1L, 1L), List.of(0L, 0L, 0L), List.of(0L, 1L, 0L));
    }

    @Test
    void whatLiesOnACrowdOrADifficultObjectOfItsClassIsLeftOut() {
        CocoObject crowd = new CocoObject(1, 7, CAT, 0, 0, 100, 100, 10_000, ObjectKind.CROWD);
        CocoObject difficult = object(DOG, 200, ObjectKind.DIFFICULT);

        Mistakes mistakes =
                of(List.of(crowd, difficult), found(CAT, 20, 0.9), found(CAT, 60, 0.9), found(DOG, 201, 0.9));

        assertThat(counts(mistakes)).containsExactly(List.of(0L, 0L, 0L), List.of(0L, 0L, 0L), List.of(0L, 0L, 0L));
        assertThat(mistakes.images().get(7L)).isEqualTo(new ImageTally(0, 0, 0));
    }

    @Test
    void whatLiesOnACrowdOfAnotherClassIsMadeUp() {
        CocoObject crowd = new CocoObject(1, 7, CAT, 0, 0, 100, 100, 10_000, ObjectKind.CROWD);

        Mistakes mistakes = of(List.of(crowd), found(DOG, 20, 0.9));

        assertThat(counts(mistakes)).containsExactly(List.of(0L, 0L, 0L), List.of(0L, 0L, 0L), List.of(0L, 1L, 0L));
    }

    @Test
    void anObjectThatCountsIsTakenBeforeTheCrowdAroundIt() {
        CocoObject crowd = new CocoObject(1, 7, CAT, 0, 0, 100, 100, 10_000, ObjectKind.CROWD);

        Mistakes mistakes = of(List.of(crowd, object(CAT, 20)), found(CAT, 21, 0.9));

        assertThat(mistakes.images().get(7L)).isEqualTo(new ImageTally(1, 0, 0));
    }

    @Test
    void withoutObjectsEveryDetectionIsMadeUpAndNoneIsAPerfectImage() {
        assertThat(counts(of(List.of(), found(DOG, 0, 0.9))))
                .containsExactly(List.of(0L, 0L, 0L), List.of(0L, 0L, 0L), List.of(0L, 1L, 0L));
        assertThat(of(List.of(), found(DOG, 0, 0.9)).images().get(7L).f1()).isZero();
        assertThat(of(List.of()).images().get(7L).f1()).isEqualTo(1);
    }

    @Test
    void withoutDetectionsEveryObjectIsMissed() {
        Mistakes mistakes = of(List.of(object(CAT, 0), object(CAT, 50)));

        assertThat(counts(mistakes)).containsExactly(List.of(0L, 0L, 2L), List.of(0L, 0L, 0L), List.of(0L, 0L, 0L));
        assertThat(mistakes.images().get(7L).f1()).isZero();
    }

    @Test
    void aSingleClassHasTheBackgroundBesidesIt() {
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "cat")), new TreeSet<>(List.of(7L, 8L)), List.of(object(CAT, 0)));

        Mistakes mistakes = Mistakes.of(truth, List.of(found(CAT, 0, 0.9), found(99, 50, 0.9)), RULE);

        assertThat(mistakes.confusion())
                .isEqualTo(new ConfusionMatrix(List.of("cat"), List.of(List.of(1L, 0L), List.of(0L, 0L))));
        assertThat(mistakes.images())
                .containsExactly(
                        Map.entry(7L, new ImageTally(1, 0, 0)),
                        Map.entry(8L, new ImageTally(0, 0, 0))); // of which there is nothing, and which counts
    }

    @Test
    void classesOfOneNameAreToldApartByTheirIds() {
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "cat", 5L, "cat")), new TreeSet<>(List.of(7L)), List.of());

        assertThat(Mistakes.of(truth, List.of(), RULE).confusion().classes()).containsExactly("cat", "cat (5)");
    }

    @Test
    void matricesOfRunsAddUpAndClassesOfLittleInterestGoTogether() {
        ConfusionMatrix one = new ConfusionMatrix(
                List.of("cat", "dog", "cow"),
                List.of(
                        List.of(5L, 1L, 2L, 3L),
                        List.of(4L, 6L, 7L, 8L),
                        List.of(1L, 1L, 9L, 2L),
                        List.of(3L, 2L, 1L, 0L)));

        ConfusionMatrix both = one.plus(one);

        assertThat(both.count(1, 3)).isEqualTo(16);
        assertThat(both.inRow(0)).isEqualTo(22);
        assertThat(one.of(List.of(2), "others"))
                .isEqualTo(new ConfusionMatrix(
                        List.of("cow", "others"),
                        List.of(List.of(9L, 2L, 2L), List.of(9L, 16L, 11L), List.of(1L, 5L, 0L))));
        assertThat(one.of(List.of(1, 0, 2), "others").classes()).containsExactly("dog", "cat", "cow");
    }

    @Test
    void matricesOfOtherClassesDoNotAddUp() {
        ConfusionMatrix cat = new ConfusionMatrix(List.of("cat"), List.of(List.of(0L, 0L), List.of(0L, 0L)));
        ConfusionMatrix dog = new ConfusionMatrix(List.of("dog"), List.of(List.of(0L, 0L), List.of(0L, 0L)));

        assertThatThrownBy(() -> cat.plus(dog))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classes[cat] are not those of the other, [dog]");
    }

    @Test
    void aMatrixThatIsNotSquareIsRefused() {
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("cat"), List.of(List.of(1L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts of classes[1] must have [2] rows and columns");
    }

    @Test
    void detectionsOfUnknownImagesAreRefused() {
        assertThatThrownBy(() -> of(List.of(), new CocoDetection(9, CAT, 0, 0, 1, 1, 0.9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image_id[9] is not among the images of the ground truth");
    }

    @Test
    void thresholdsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new MatchRule(-0.1, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score[-0.1] must be in [0, 1]");
        assertThatThrownBy(() -> new MatchRule(0.3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iou[0.0] must be in (0, 1]");
    }
}
