package org.fpn4j.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images are 100 pixels high and 200 wide; deltas of 0 leave anchors where they are. */
class ProposalsTest {
    private static final Operation.DecodeDeltas CODER = new Operation.DecodeDeltas(1, 1, 4);
    private static final float[] SQUARES = {
        0, 0, 10, 10, //
        20, 0, 30, 10, //
        40, 0, 50, 10, //
        60, 0, 70, 10, //
    };

    @Test
    void theBestOfEachLevelRemainAndStandByScore() {
        Proposals proposals = proposals(List.of(2, 4), 1, 9, 0.7);

        float[] table = decide(proposals, new float[] {0, 1, 3, 2}, SQUARES);

        assertThat(rows(table)).containsExactly(box(40, 0, 50, 10), box(20, 0, 30, 10));
        assertThat(scores(table))
                .containsExactly(new float[] {0.9525741f, 0.7310586f, -1, -1, -1, -1, -1, -1, -1}, within(1e-6f));
    }

    @Test
    void proposalsOfOneImageAreToldWithTheLevelsOfTheirAnchors() {
        Proposals.Proposed proposed =
                proposals(List.of(2, 2, 4), 2, 9, 0.7).of(new float[] {0, 1, 3, Float.NaN}, new float[16], SQUARES);

        assertThat(proposed.count()).isEqualTo(3);
        assertThat(Arrays.copyOf(proposed.levels(), 3)).containsExactly(2, 0, 0);
        assertThat(rows(proposed.table())).containsExactly(box(40, 0, 50, 10), box(20, 0, 30, 10), box(0, 0, 10, 10));
    }

    @Test
    void amongEqualScoresTheFirstAnchorIsBetter() {
        Proposals proposals = proposals(List.of(4), 2, 2, 0.7);

        float[] table = decide(proposals, new float[] {1, 2, 1, 1}, SQUARES);

        assertThat(rows(table)).containsExactly(box(20, 0, 30, 10), box(0, 0, 10, 10));
    }

    /** Three boxes in one place; the third is of another level. */
    @Test
    void boxesSuppressThoseOfTheirOwnLevelAlone() {
        float[] anchors = {0, 0, 10, 10, 1, 0, 11, 10, 0, 0, 10, 10};

        float[] table = decide(proposals(List.of(2, 3), 9, 9, 0.7), new float[] {3, 2, 1}, anchors);

        assertThat(rows(table)).containsExactly(box(0, 0, 10, 10), box(0, 0, 10, 10));
        assertThat(scores(table)[1]).isEqualTo(0.7310586f, within(1e-6f));
    }

    /** Of boxes of 100 pixels, half a box apart: the overlap is 1/3. */
    @Test
    void anOverlapOfTheThresholdIsNoReasonToGo() {
        float[] anchors = {0, 0, 10, 10, 5, 0, 15, 10};
        float[] logits = {2, 1};

        assertThat(rows(decide(proposals(List.of(2), 9, 9, 50f / 150f), logits, anchors)))
                .hasSize(2);
        assertThat(rows(decide(proposals(List.of(2), 9, 9, 0.333), logits, anchors)))
                .hasSize(1);
    }

    @Test
    void noMoreThanTheMostAreProposedAndTheyAreTheBestOfAllLevels() {
        float[] table = decide(proposals(List.of(2, 4), 9, 3, 0.7), new float[] {1, 2, 3, 4}, SQUARES);

        assertThat(rows(table)).containsExactly(box(60, 0, 70, 10), box(40, 0, 50, 10), box(20, 0, 30, 10));
    }

    @Test
    void boxesAreClippedToTheImage() {
        float[] anchors = {-20, -20, 10, 10, 190, 90, 260, 130};

        float[] table = decide(proposals(List.of(2), 9, 2, 0.7), new float[] {2, 1}, anchors);

        assertThat(rows(table)).containsExactly(box(0, 0, 10, 10), box(190, 90, 200, 100));
    }

    /** The first lies outside the image, the second has no height, the third sides of just the least. */
    @Test
    void boxesWithAShorterSideThanTheLeastGo() {
        float[] anchors = {210, 0, 220, 10, 0, 5, 10, 5, 0, 0, 2, 2, 10, 10, 11.9f, 20};
        Proposals proposals = new Proposals(List.of(4), CODER, 100, 200, 9, 4, 0.7, 2);

        float[] table = decide(proposals, new float[] {4, 3, 2, 1}, anchors);

        assertThat(rows(table)).containsExactly(box(0, 0, 2, 2));
    }

    /** What goes has taken its place among the best of its level before. */
    @Test
    void whatGoesIsNotReplaced() {
        float[] anchors = {0, 5, 10, 5, 0, 0, 20, 20};

        float[] table = decide(proposals(List.of(2), 1, 2, 0.7), new float[] {2, 1}, anchors);

        assertThat(rows(table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsNeverProposed(float value) {
        Proposals proposals = proposals(List.of(4), 2, 4, 0.7);
        float[] deltas = new float[16];
        deltas[1] = value;

        float[] ofLogits = decide(proposals, new float[] {value, 1, value, 2}, SQUARES);
        float[] ofDeltas = decide(proposals, new float[] {2, 1, 0, 0}, deltas, SQUARES);

        assertThat(rows(ofLogits)).containsExactly(box(60, 0, 70, 10), box(20, 0, 30, 10));
        assertThat(rows(ofDeltas)).containsExactly(box(20, 0, 30, 10));
    }

    @Test
    void whereNothingIsProposedEveryPlaceSaysSo() {
        float[] table = decide(
                proposals(List.of(4), 9, 3, 0.7), new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN}, SQUARES);

        assertThat(table).containsExactly(0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1);
    }

    @Test
    void aLevelWithFewerAnchorsThanTheBestGivesAllOfThem() {
        float[] table = decide(proposals(List.of(1, 4), 2, 9, 0.7), new float[] {0, 1, 2, 3}, SQUARES);

        assertThat(rows(table)).containsExactly(box(60, 0, 70, 10), box(40, 0, 50, 10), box(0, 0, 10, 10));
    }

    /** The centre moves by a tenth of a side, the width doubles. */
    @Test
    void deltasMoveAnchors() {
        float[] deltas = {0.1f, 0, (float) Math.log(2), 0};

        float[] table = decide(proposals(List.of(1), 1, 1, 0.7), new float[] {0}, deltas, new float[] {50, 50, 60, 60});

        assertThat(Arrays.copyOf(table, 4)).containsExactly(new float[] {46, 50, 66, 60}, within(1e-5f)); // float32
    }

    @Test
    void imagesOfABatchAreApart() {
        Proposals proposals = proposals(List.of(2), 2, 1, 0.7);
        float[] anchors = {0, 0, 10, 10, 20, 0, 30, 10};
        List<Shape> shapes = List.of(Shape.of(2, 2, 1), Shape.of(2, 2, 4), Shape.of(2, 4));
        float[] deltas = new float[16];
        deltas[8] = 1; // of the second image's first anchor
        float[] table = new float[10];

        proposals.decide(List.of(new float[] {1, 0, 2, 0}, deltas, anchors), shapes, table);

        assertThat(proposals.infer(shapes)).isEqualTo(Shape.of(2, 1, 5));
        assertThat(rows(table)).containsExactly(box(0, 0, 10, 10), box(10, 0, 20, 10));
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        Proposals proposals = proposals(List.of(2), 1, 1, 0.7);

        assertThatThrownBy(() -> proposals.infer(List.of(Shape.of(1, 3, 1), Shape.of(1, 3, 4), Shape.of(3, 4))))
                .hasMessage("proposals: inputs do not fit, got [[1, 3, 1], [1, 3, 4], [3, 4]]");
    }

    private static Proposals proposals(List<Integer> ends, int perLevel, int most, double nms) {
        return new Proposals(ends, CODER, 100, 200, perLevel, most, nms, 1e-3);
    }

    private static float[] decide(Proposals proposals, float[] logits, float[] anchors) {
        return decide(proposals, logits, new float[anchors.length], anchors);
    }

    private static float[] decide(Proposals proposals, float[] logits, float[] deltas, float[] anchors) {
        List<Shape> shapes =
                List.of(Shape.of(1, logits.length, 1), Shape.of(1, logits.length, 4), Shape.of(logits.length, 4));
        float[] table = new float[(int) proposals.infer(shapes).size()];
        Arrays.fill(table, 77); // what stood there before
        proposals.decide(List.of(logits, deltas, anchors), shapes, table);
        return table;
    }

    private static List<Float> box(float... corners) {
        return List.of(corners[0], corners[1], corners[2], corners[3]);
    }

    /** Corners of what is proposed. */
    private static List<List<Float>> rows(float[] table) {
        return IntStream.range(0, table.length / 5)
                .filter(row -> table[5 * row + 4] >= 0)
                .mapToObj(row -> box(Arrays.copyOfRange(table, 5 * row, 5 * row + 4)))
                .toList();
    }

    private static float[] scores(float[] table) {
        float[] scores = new float[table.length / 5];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = table[5 * row + 4];
        }
        return scores;
    }
}
