package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NmsTest {
    private static final float[] BOXES = {
        0, 0, 10, 10, //
        0, 0, 10, 8, // 80 / 100 with the first
        0, 0, 10, 5, // 50 / 100 with the first, 50 / 80 with the second
        20, 20, 30, 30
    };
    private static final int[] ONE_CLASS = {0, 0, 0, 0};

    @Test
    void theBestOfOverlappingBoxesStays() {
        float[] scores = {0.9f, 0.8f, 0.7f, 0.95f};

        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.4, 10)).containsExactly(3, 0);
    }

    @Test
    void anOverlapEqualToTheThresholdIsTolerated() {
        float[] scores = {0.9f, 0.8f, 0.7f, 0.95f};

        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.5, 10)).containsExactly(3, 0, 2);
    }

    @Test
    void aSuppressedBoxSuppressesNothing() {
        float[] scores = {0.9f, 0.8f, 0.7f, 0.1f}; // the second goes by the first, the third overlaps it by 0.625

        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.6, 10)).containsExactly(0, 2, 3);
    }

    @Test
    void classesDoNotSuppressEachOther() {
        float[] scores = {0.9f, 0.8f, 0.7f, 0.1f};

        assertThat(Nms.keep(BOXES, scores, new int[] {0, 1, 0, 1}, 0.4, 10)).containsExactly(0, 1, 3);
    }

    @Test
    void tiesGoToTheSmallerIndexAndTheBestAreKept() {
        float[] scores = {0.5f, 0.5f, 0.5f, 0.5f};

        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.4, 10)).containsExactly(0, 3);
        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.4, 1)).containsExactly(0);
        assertThat(Nms.keep(new float[0], new float[0], new int[0], 0.4, 1)).isEmpty();
    }

    @Test
    void negativeScoresAreRankedAsAllOthers() {
        float[] scores = {-3, -0.5f, -2, -1}; // the first three overlap each other by 0.5 and more

        assertThat(Nms.keep(BOXES, scores, ONE_CLASS, 0.4, 10)).containsExactly(1, 3);
        assertThat(Nms.keep(BOXES, new float[] {-1, 2, 0, -0.25f}, ONE_CLASS, 1, 10))
                .containsExactly(1, 2, 3, 0);
        assertThat(Nms.keep(BOXES, new float[] {-0f, 0, Float.NEGATIVE_INFINITY, -1e-40f}, ONE_CLASS, 1, 10))
                .containsExactly(0, 1, 3, 2);
    }

    static Stream<Arguments> arraysThatDoNotFit() {
        float[] scores = {0.9f, 0.8f};
        int[] labels = {0, 0};
        float[] boxes = new float[8];
        return Stream.of(
                Arguments.of(
                        new float[10], scores, labels, 0.5, 1, "boxes[10] must be x1, y1, x2, y2 of each of scores[2]"),
                Arguments.of(
                        new float[4], scores, labels, 0.5, 1, "boxes[4] must be x1, y1, x2, y2 of each of scores[2]"),
                Arguments.of(boxes, scores, new int[1], 0.5, 1, "labels[1] and scores[2] must be as many"),
                Arguments.of(boxes, scores, new int[] {0, -1}, 0.5, 1, "label[-1] of box[1] must be >= 0"),
                Arguments.of(
                        boxes, new float[] {Float.NaN, 0}, labels, 0.5, 1, "score[NaN] of box[0] must be a number"),
                Arguments.of(boxes, scores, labels, 1.5, 1, "threshold[1.5] must be between 0 and 1"),
                Arguments.of(boxes, scores, labels, Double.NaN, 1, "threshold[NaN] must be between 0 and 1"),
                Arguments.of(boxes, scores, labels, 0.5, -1, "most[-1] must be >= 0"),
                Arguments.of(
                        new float[] {0, 0, 1, 1, 0, Float.NaN, 1, 1},
                        scores,
                        labels,
                        0.5,
                        1,
                        "corner[NaN] of box[1] must be finite"));
    }

    @ParameterizedTest
    @MethodSource("arraysThatDoNotFit")
    void argumentsThatDoNotFitAreRefused(
            float[] boxes, float[] scores, int[] labels, double threshold, int most, String message) {
        assertThatThrownBy(() -> Nms.keep(boxes, scores, labels, threshold, most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatStaysStaysAgain() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 400;
        float[] boxes = new float[4 * n];
        float[] scores = new float[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            boxes[4 * i] = (float) random.nextDouble(0, 100);
            boxes[4 * i + 1] = (float) random.nextDouble(0, 100);
            boxes[4 * i + 2] = boxes[4 * i] + (float) random.nextDouble(5, 50);
            boxes[4 * i + 3] = boxes[4 * i + 1] + (float) random.nextDouble(5, 50);
            scores[i] = (float) random.nextDouble();
            labels[i] = random.nextInt(3);
        }

        int[] kept = Nms.keep(boxes, scores, labels, 0.5, n);
        float[] keptBoxes = new float[4 * kept.length];
        float[] keptScores = new float[kept.length];
        int[] keptLabels = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(boxes, 4 * kept[i], keptBoxes, 4 * i, 4);
            keptScores[i] = scores[kept[i]];
            keptLabels[i] = labels[kept[i]];
        }

        assertThat(kept.length).isLessThan(n);
        assertThat(Nms.keep(keptBoxes, keptScores, keptLabels, 0.5, n))
                .isEqualTo(IntStream.range(0, kept.length).toArray());
    }

    @Test
    void agreesWithOneBoxAfterTheOther() {
        SplittableRandom random = new SplittableRandom(7);
        int n = 6000;
        float[] boxes = new float[4 * n];
        float[] scores = new float[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            scores[i] = random.nextInt(500) / 500f; // many ties
            int places = scores[i] > 0.5f ? 3 : 40; // the best half is nearly all alike
            boxes[4 * i] = 15 * random.nextInt(places);
            boxes[4 * i + 1] = 15 * random.nextInt(places);
            boxes[4 * i + 2] = boxes[4 * i] + 20 + random.nextInt(3);
            boxes[4 * i + 3] = boxes[4 * i + 1] + 20 + random.nextInt(3);
            labels[i] = random.nextInt(2);
        }
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i])) // stable
                .toList();
        List<Integer> expected = new ArrayList<>();
        for (int i : order) {
            boolean stays = expected.stream()
                    .noneMatch(kept ->
                            labels[kept] == labels[i] && box(boxes, kept).iou(box(boxes, i)) > 0.5f);
            if (stays && expected.size() < 700) {
                expected.add(i);
            }
        }

        assertThat(order.indexOf(expected.get(699))).isGreaterThan(2800); // suppression had much to do
        assertThat(Nms.keep(boxes, scores, labels, 0.5, 700))
                .isEqualTo(expected.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Box box(float[] boxes, int index) {
        return new Box(boxes[4 * index], boxes[4 * index + 1], boxes[4 * index + 2], boxes[4 * index + 3]);
    }
}
