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

/** Images are 100 pixels high and 200 wide, classes two beside the background; deltas of 0 leave regions where they are. */
class RegionDetectionsTest {
    private static final Operation.DecodeDeltas CODER = new Operation.DecodeDeltas(10, 5, 4);
    private static final float THIRD = (float) Math.log(1 / 3.0);
    private static final float HALF = (float) Math.log(0.5);
    private static final float SIXTH = (float) Math.log(1 / 6.0);

    /** Boxes, class from 1, score. */
    private record Found(List<Float> box, float label, float score) {}

    @Test
    void scoresAreTheSoftmaxOfTheLogits() {
        float[] table = decide(detections(0.1, 0.5, 5), regions(0, 0, 10, 10), new float[] {THIRD, SIXTH, HALF});

        assertThat(found(table)).extracting(Found::label).containsExactly(2f, 1f);
        assertThat(found(table).get(0).score()).isEqualTo(0.5f, within(1e-6f));
        assertThat(found(table).get(1).score()).isEqualTo(1 / 6f, within(1e-6f));
    }

    /** Logits whose exponentials no float holds. */
    @Test
    void largeLogitsHaveFiniteScores() {
        float[] table = decide(detections(0.1, 0.5, 5), regions(0, 0, 10, 10), new float[] {-300, 500, 499});

        assertThat(found(table).get(0).score()).isEqualTo(0.7310586f, within(1e-6f));
        assertThat(found(table).get(1).score()).isEqualTo(0.2689414f, within(1e-6f));
    }

    /** Two equal logits and a third that is far below: 0.5 each. */
    @Test
    void aScoreOfTheThresholdIsNoCandidate() {
        float[] logits = {0, 0, -200};

        assertThat(found(decide(detections(0.5, 0.5, 5), regions(0, 0, 10, 10), logits)))
                .isEmpty();
        assertThat(found(decide(detections(0.49999, 0.5, 5), regions(0, 0, 10, 10), logits)))
                .hasSize(1);
    }

    @Test
    void theBackgroundIsNeverDetected() {
        assertThat(found(decide(detections(0.05, 0.5, 5), regions(0, 0, 10, 10), new float[] {9, 0, 0})))
                .isEmpty();
    }

    /** The class of the region moves by its own deltas: 10 is the weight, so 10 moves by a whole side. */
    @Test
    void everyClassHasABoxOfItsOwn() {
        float[] deltas = new float[12];
        deltas[4] = 10;
        deltas[9] = 10;

        float[] table = decide(detections(0.1, 0.5, 5), regions(20, 20, 30, 30), new float[] {-9, 0.1f, 0}, deltas);

        assertThat(found(table)).extracting(Found::box).containsExactly(box(30, 20, 40, 30), box(20, 30, 30, 40));
    }

    @Test
    void classesShareABoxWhereThereAreFourDeltas() {
        float[] table = decide(
                detections(0.1, 0.5, 5), regions(20, 20, 30, 30), new float[] {-9, 0.1f, 0}, new float[] {10, 0, 0, 0});

        assertThat(found(table)).extracting(Found::box).containsExactly(box(30, 20, 40, 30), box(30, 20, 40, 30));
    }

    @Test
    void placesWithoutAProposalAreSkipped() {
        float[] regions = {0, 0, 10, 10, -1, 50, 50, 60, 60, 0};

        float[] table = decide(detections(0.1, 0.5, 5), regions, new float[] {-9, 9, 0, -9, 0, 9});

        assertThat(found(table)).extracting(Found::box).containsExactly(box(50, 50, 60, 60));
    }

    @Test
    void nothingDetectedIsARowOfZerosForEveryPlace() {
        float[] table = decide(detections(0.9, 0.5, 2), regions(0, 0, 10, 10), new float[3]);

        assertThat(table).containsOnly(0f).hasSize(12);
    }

    /** Overlap 1/3 within a class and across classes. */
    @Test
    void detectionsSuppressThoseOfTheirClassAlone() {
        float[] regions = {0, 0, 10, 10, 1, 5, 0, 15, 10, 1, 5, 0, 15, 10, 1};
        float[] logits = {-9, 9, -9, -9, 8, -9, -9, -9, 7};

        assertThat(found(decide(detections(0.3, 0.3, 5), regions, logits)))
                .extracting(Found::label)
                .containsExactly(1f, 2f);
        assertThat(found(decide(detections(0.3, 0.4, 5), regions, logits))).hasSize(3);
    }

    @Test
    void noMoreThanTheMostAreDetectedAndTheyAreTheBest() {
        float[] regions = {0, 0, 10, 10, 1, 20, 0, 30, 10, 1, 40, 0, 50, 10, 1};

        float[] table = decide(detections(0.3, 0.5, 2), regions, new float[] {0, 1, -9, 0, 3, -9, 0, 2, -9});

        assertThat(found(table)).extracting(Found::box).containsExactly(box(20, 0, 30, 10), box(40, 0, 50, 10));
    }

    @Test
    void amongEqualScoresTheFirstRegionAndThenTheFirstClassIsBetter() {
        float[] regions = {0, 0, 10, 10, 1, 20, 0, 30, 10, 1};

        float[] table = decide(detections(0.3, 0.5, 3), regions, new float[] {-9, 0, 0, -9, 0, 0});

        assertThat(found(table)).extracting(Found::label).containsExactly(1f, 2f, 1f);
        assertThat(found(table).get(2).box()).isEqualTo(box(20, 0, 30, 10));
    }

    @Test
    void boxesAreClippedAndThoseWithoutASideGo() {
        float[] regions = {190, 90, 220, 130, 1, 205, 0, 215, 10, 1, 3, 3, 3, 9, 1};

        float[] table = decide(detections(0.3, 0.5, 3), regions, new float[] {-9, 1, -9, -9, 2, -9, -9, 3, -9});

        assertThat(found(table)).extracting(Found::box).containsExactly(box(190, 90, 200, 100));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsNotDetected(float value) {
        float[] regions = {0, 0, 10, 10, 1, 20, 0, 30, 10, 1};
        float[] deltas = new float[24];
        deltas[4] = value;

        float[] ofLogits = decide(detections(0.3, 0.5, 3), regions, new float[] {value, 1, -9, -9, 2, -9});
        float[] ofDeltas = decide(detections(0.3, 0.5, 3), regions, new float[] {-9, 1, -9, -9, 2, -9}, deltas);

        assertThat(found(ofLogits)).extracting(Found::box).containsExactly(box(20, 0, 30, 10));
        assertThat(found(ofDeltas)).extracting(Found::box).containsExactly(box(20, 0, 30, 10));
    }

    @Test
    void imagesOfABatchAreApart() {
        RegionDetections detections = detections(0.3, 0.5, 1);
        List<Shape> shapes = List.of(Shape.of(2, 1, 5), Shape.of(2, 1, 3), Shape.of(2, 1, 4));
        float[] regions = {0, 0, 10, 10, 1, 20, 0, 30, 10, 1};
        float[] table = new float[12];

        detections.decide(
                List.of(regions, new float[] {-9, 9, -9, -9, -9, 9}, new float[] {0, 0, 0, 0, 10, 0, 0, 0}),
                shapes,
                table);

        assertThat(detections.infer(shapes)).isEqualTo(Shape.of(2, 1, 6));
        assertThat(found(table)).extracting(Found::box).containsExactly(box(0, 0, 10, 10), box(30, 0, 40, 10));
        assertThat(found(table)).extracting(Found::label).containsExactly(1f, 2f);
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        assertThatThrownBy(() ->
                        detections(0.3, 0.5, 1).infer(List.of(Shape.of(1, 2, 5), Shape.of(1, 2, 3), Shape.of(1, 2, 8))))
                .hasMessage("region_detections: inputs do not fit, got [[1, 2, 5], [1, 2, 3], [1, 2, 8]]");
    }

    private static RegionDetections detections(double score, double nms, int most) {
        return new RegionDetections(2, CODER, 100, 200, score, nms, most, 0.01);
    }

    /** One region that was proposed. */
    private static float[] regions(float x1, float y1, float x2, float y2) {
        return new float[] {x1, y1, x2, y2, 1};
    }

    private static float[] decide(RegionDetections detections, float[] regions, float[] logits) {
        return decide(detections, regions, logits, new float[4 * logits.length]);
    }

    private static float[] decide(RegionDetections detections, float[] regions, float[] logits, float[] deltas) {
        int rows = regions.length / 5;
        List<Shape> shapes =
                List.of(Shape.of(1, rows, 5), Shape.of(1, rows, 3), Shape.of(1, rows, deltas.length / rows));
        float[] table = new float[(int) detections.infer(shapes).size()];
        Arrays.fill(table, 77); // what stood there before
        detections.decide(List.of(regions, logits, deltas), shapes, table);
        return table;
    }

    private static List<Float> box(float... corners) {
        return List.of(corners[0], corners[1], corners[2], corners[3]);
    }

    private static List<Found> found(float[] table) {
        return IntStream.range(0, table.length / 6)
                .map(row -> 6 * row)
                .filter(at -> table[at + 4] > 0)
                .mapToObj(at -> new Found(box(Arrays.copyOfRange(table, at, at + 4)), table[at + 4], table[at + 5]))
                .toList();
    }
}
