package org.fpn4j.heads.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.rpn.SamplingConfig;
import org.junit.jupiter.api.Test;

/** An object of class 1 at the origin; proposals that lie on it, and far from it. */
class RegionTargetsTest {
    private static final float[] OBJECT = {0, 0, 10, 10, 1};
    private static final float[] NONE = {0, 0, 0, 0, ObjectTable.NO_OBJECT};
    private static final float[] ON = {0, 0, 10, 8, 0.5f};
    private static final float[] FAR = {50, 50, 60, 60, 0.5f};
    private static final float[] FARTHER = {70, 50, 80, 60, 0.5f};
    private static final float[] NOTHING = {0, 0, 0, 0, -1};

    @Test
    void proposalsAndThenObjectsAreCandidates() {
        float[] table = decide(targets(4, 0.5, true), table(FAR, ON), table(OBJECT, NONE), 0, 0, 0, 0);

        assertThat(corners(table, 0)).containsExactly(50, 50, 60, 60);
        assertThat(corners(table, 1)).containsExactly(0, 0, 10, 8);
        assertThat(corners(table, 2)).containsExactly(0, 0, 10, 10);
        assertThat(column(table, RegionTargets.CLASS)).containsExactly(0, 2, 2, -1);
        assertThat(column(table, RegionTargets.OBJECT)).containsExactly(-1, 0, 0, -1);
    }

    @Test
    void objectsAreNoCandidatesWhereTheyAreNotWanted() {
        float[] table = decide(targets(3, 1, false), table(FAR, ON), table(OBJECT), 0, 0, 0);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(0, 2, -1);
    }

    /** The proposal is 8 of 10 high: the object's centre is 1 lower, an eighth of its side, times 10; log(10 / 8) times 5. */
    @Test
    void deltasLeadFromARegionToItsObject() {
        float[] table = decide(targets(2, 0.5, false), table(ON, FAR), table(OBJECT), 0, 0, 0);

        assertThat(Arrays.copyOfRange(table, RegionTargets.DELTAS, RegionTargets.DELTAS + 4))
                .containsExactly(new float[] {0, 1.25f, 0, 1.1157178f}, within(1e-6f));
        assertThat(Arrays.copyOfRange(table, 12 + RegionTargets.DELTAS, 12 + RegionTargets.DELTAS + 4))
                .containsOnly(0);
    }

    @Test
    void thoseWithTheSmallestNumbersAreDrawnInTheOrderOfTheCandidates() {
        float[] proposals = table(FAR, FARTHER, ON, FAR, ON);

        float[] table = decide(targets(3, 0.4, false), proposals, table(OBJECT), 0.3f, 0.1f, 0.9f, 0.2f, 0.8f, 0);

        assertThat(corners(table, 0)).containsExactly(70, 50, 80, 60);
        assertThat(corners(table, 1)).containsExactly(50, 50, 60, 60);
        assertThat(corners(table, 2)).containsExactly(0, 0, 10, 8);
        assertThat(column(table, RegionTargets.WEIGHT)).containsOnly(1 / 3f);
    }

    /** Half of five is two. */
    @Test
    void theShareOfPositivesIsRoundedDown() {
        float[] proposals = table(ON, ON, ON, FAR, FAR, FAR, FAR);

        float[] table = decide(targets(5, 0.5, false), proposals, table(OBJECT), new float[8]);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(2, 2, 0, 0, 0);
    }

    @Test
    void whereNegativesAreFewPositivesDoNotTakeTheirPlaces() {
        float[] table = decide(targets(4, 0.25, false), table(ON, ON, ON, FAR), table(OBJECT), new float[5]);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(2, 0, -1, -1);
        assertThat(column(table, RegionTargets.WEIGHT)).containsExactly(0.5f, 0.5f, 0, 0);
    }

    @Test
    void rowsThatRemainRepeatTheOthersAndWeighNothing() {
        float[] table = decide(targets(5, 0.5, false), table(ON, FAR, NOTHING), table(OBJECT), new float[4]);

        assertThat(corners(table, 2)).isEqualTo(corners(table, 0));
        assertThat(corners(table, 3)).isEqualTo(corners(table, 1));
        assertThat(corners(table, 4)).isEqualTo(corners(table, 0));
        assertThat(column(table, RegionTargets.CLASS)).containsExactly(2, 0, -1, -1, -1);
        assertThat(column(table, RegionTargets.OBJECT)).containsExactly(0, -1, -1, -1, -1);
        assertThat(column(table, RegionTargets.WEIGHT)).containsExactly(0.5f, 0.5f, 0, 0, 0);
        assertThat(column(table, RegionTargets.BOX_WEIGHT)).containsExactly(0.5f, 0, 0, 0, 0);
    }

    @Test
    void withoutObjectsEveryRegionIsBackground() {
        float[] table = decide(targets(2, 0.5, true), table(ON, FAR), table(NONE), new float[3]);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(0, 0);
        assertThat(column(table, RegionTargets.WEIGHT)).containsExactly(0.5f, 0.5f);
        assertThat(column(table, RegionTargets.BOX_WEIGHT)).containsOnly(0);
    }

    @Test
    void withoutCandidatesRegionsHaveNoAreaAndWeighNothing() {
        float[] table = decide(targets(2, 0.5, true), table(NOTHING, NOTHING), table(NONE), new float[3]);

        assertThat(table)
                .containsExactly(
                        0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1, //
                        0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1);
    }

    /** The first lies in the region, the second has three quarters of its area there, the third a quarter. */
    @Test
    void whatLiesInAnIgnoredRegionIsNoNegative() {
        float[] ignored = {40, 40, 65, 65, ObjectTable.IGNORED};
        float[] mostly = {60, 40, 66, 60, 0.5f};
        float[] partly = {62, 40, 74, 60, 0.5f};

        float[] table =
                decide(targets(3, 0.5, true), table(FAR, mostly, partly, ON), table(OBJECT, ignored), new float[6]);

        assertThat(corners(table, 0)).containsExactly(62, 40, 74, 60);
        assertThat(column(table, RegionTargets.CLASS)).containsExactly(0, 2, -1);
    }

    @Test
    void aPositiveInAnIgnoredRegionStaysOne() {
        float[] ignored = {0, 0, 65, 65, ObjectTable.IGNORED};

        float[] table = decide(targets(2, 1, false), table(ON, FAR), table(OBJECT, ignored), new float[4]);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(2, -1);
    }

    /** Neither positive from 0.5 on nor negative below 0.3: 4 of 10 rows overlap. */
    @Test
    void whatTheMatcherLeavesInBetweenIsNotDrawn() {
        RegionTargets targets =
                new RegionTargets(new SamplingConfig(2, 0.5), new IouMatcher(0.5, 0.3, false), coder(), false);
        float[] between = {0, 0, 10, 4, 0.5f};

        float[] table = decide(targets, table(between, FAR), table(OBJECT), new float[3]);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(0, -1);
    }

    /** Two rows of the first image, one of the second: a mean over three. */
    @Test
    void weightsAreThoseOfAMeanOverTheRowsOfAllImages() {
        float[] proposals = table(ON, FAR, FAR, NOTHING);

        float[] table = decide(2, targets(2, 0.5, false), proposals, table(OBJECT, NONE), new float[6], 1, 1);

        assertThat(column(table, RegionTargets.WEIGHT)).containsExactly(1 / 3f, 1 / 3f, 1 / 3f, 0);
    }

    /** A run of two of four images: half of a mean. The image that does not count has no part in it. */
    @Test
    void sharesScaleTheMean() {
        float[] proposals = table(ON, FAR, FAR, FARTHER);

        float[] half = decide(2, targets(2, 0.5, false), proposals, table(OBJECT, NONE), new float[6], 0.5f, 0.5f);
        float[] first = decide(2, targets(2, 0.5, false), proposals, table(OBJECT, NONE), new float[6], 1, 0);
        float[] none = decide(2, targets(2, 0.5, false), proposals, table(OBJECT, NONE), new float[6], 0, 0);

        assertThat(column(half, RegionTargets.WEIGHT)).containsOnly(0.125f);
        assertThat(column(half, RegionTargets.BOX_WEIGHT)).containsExactly(0.125f, 0, 0, 0);
        assertThat(column(first, RegionTargets.WEIGHT)).containsExactly(0.5f, 0.5f, 0, 0);
        assertThat(column(none, RegionTargets.WEIGHT)).containsOnly(0);
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        RegionTargets targets = targets(2, 0.5, true);

        assertThat(targets.infer(shapes(2, 3, 1))).isEqualTo(Shape.of(2, 2, 12));
        assertThatThrownBy(
                        () -> targets.infer(List.of(Shape.of(1, 2, 5), Shape.of(1, 1, 6), Shape.of(1, 2), Shape.of(1))))
                .hasMessage("region targets: expected [[1, 2, 5], [1, 1, 6], [1, 3], [1]],"
                        + " got [[1, 2, 5], [1, 1, 6], [1, 2], [1]]");
        assertThatThrownBy(() -> targets.infer(List.of(Shape.of(1, 2, 5))))
                .hasMessage("region targets: inputs do not fit, got [[1, 2, 5]]");
    }

    private static DeltaCoder coder() {
        return new DeltaCoder(10, 5, Math.log(1000.0 / 16));
    }

    private static RegionTargets targets(int count, double positives, boolean withObjects) {
        return new RegionTargets(
                new SamplingConfig(count, positives), new IouMatcher(0.5, 0.5, false), coder(), withObjects);
    }

    private static float[] table(float[]... rows) {
        float[] table = new float[5 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, table, 5 * i, 5);
        }
        return table;
    }

    @Test
    void theWeightOfAnObjectIsThatOfItsClassAlone() {
        List<Shape> shapes = shapes(1, 2, 1);
        RegionTargets targets = targets(2, 0.5, false);
        float[] table = new float[(int) targets.infer(shapes).size()];
        targets.decide(List.of(table(ON, FAR), weighted(OBJECT, 3), new float[3], new float[] {1}), shapes, table);

        assertThat(column(table, RegionTargets.CLASS)).containsExactly(2, 0);
        assertThat(column(table, RegionTargets.WEIGHT)).containsExactly(1.5f, 0.5f);
        assertThat(column(table, RegionTargets.BOX_WEIGHT)).containsExactly(0.5f, 0);
    }

    /** Rows of corners and class with a weight. */
    private static float[] weighted(float[] objects, float weight) {
        float[] table = new float[objects.length / 5 * ObjectTable.COLUMNS];
        for (int row = 0; row < objects.length / 5; row++) {
            System.arraycopy(objects, 5 * row, table, row * ObjectTable.COLUMNS, 5);
            table[row * ObjectTable.COLUMNS + 5] = weight;
        }
        return table;
    }

    private static List<Shape> shapes(int images, int proposals, int objects) {
        return List.of(
                Shape.of(images, proposals, 5),
                Shape.of(images, objects, ObjectTable.COLUMNS),
                Shape.of(images, proposals + objects),
                Shape.of(images));
    }

    /** Of one image. */
    private static float[] decide(RegionTargets targets, float[] proposals, float[] objects, float... draws) {
        return decide(1, targets, proposals, objects, draws, 1);
    }

    private static float[] decide(
            int images, RegionTargets targets, float[] proposals, float[] objects, float[] draws, float... shares) {
        List<Shape> shapes = shapes(images, proposals.length / 5 / images, objects.length / 5 / images);
        float[] table = new float[(int) targets.infer(shapes).size()];
        Arrays.fill(table, 77); // what stood there before
        targets.decide(List.of(proposals, weighted(objects, 1), draws, shares), shapes, table);
        return table;
    }

    private static float[] corners(float[] table, int row) {
        return Arrays.copyOfRange(table, 12 * row, 12 * row + 4);
    }

    private static float[] column(float[] table, int column) {
        float[] values = new float[table.length / 12];
        for (int row = 0; row < values.length; row++) {
            values[row] = table[12 * row + column];
        }
        return values;
    }
}
