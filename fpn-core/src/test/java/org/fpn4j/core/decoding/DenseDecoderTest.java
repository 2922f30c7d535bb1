package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.core.decoding.Decoding.Measure;
import org.fpn4j.core.decoding.Decoding.Scores;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseDecoderTest {
    private static final int CLASSES = 2;

    /** Four cells on two levels with logits by {@code cell * 2 + label}; boxes of 20 pixels, 15 apart. */
    private static final float[] LOGITS = {9, 2, 8, 7, 3, 1, -9, 6};

    private record Settings(int candidatesPerLevel, int maxCandidates, double nmsThreshold, int maxDetections) {
        Settings(int candidatesPerLevel, double nmsThreshold, int maxDetections) {
            this(candidatesPerLevel, 1000000, nmsThreshold, maxDetections);
        }
    }

    @Test
    void everyLevelGivesItsBestCandidates() {
        List<Detection> detections = decode(new Settings(2, 1, 10), 100);

        assertThat(detections)
                .containsExactly(
                        detection(0, 9, new Box(0, 0, 20, 20)),
                        detection(0, 8, new Box(15, 0, 35, 20)),
                        detection(1, 6, new Box(45, 0, 65, 20)),
                        detection(0, 3, new Box(30, 0, 50, 20)));
    }

    @Test
    void aCellHasOneClassWhereOnlyItsBestIsACandidate() {
        float[] logits = {9, 2, 7, 7, Float.POSITIVE_INFINITY, 3, Float.NaN, 6};
        Map<String, float[]> outputs =
                outputs(logits, new float[] {0, 0, 20, 20, 0, 0, 20, 20, 0, 0, 20, 20, 0, 0, 20, 20});
        outputs.put("objectness", new float[] {0, 0, 0, 40});
        Scores scores =
                new Scores(Measure.PRODUCT, Measure.PRODUCT, Measure.PRODUCT, "objectness", Decoding.Labels.BEST);

        List<Detection> detections = decoding(new Settings(10, 1, 10), new int[] {2, 4}, 100, scores, row(4))
                .decode(RawOutputs.of(outputs), Wanted.ALL);

        assertThat(detections)
                .containsExactly(
                        new Detection(1, Logits.sigmoid(6), new Box(45, 0, 65, 20)),
                        new Detection(0, Logits.sigmoid(9) * 0.5f, new Box(0, 0, 20, 20)),
                        new Detection(0, Logits.sigmoid(7) * 0.5f, new Box(15, 0, 35, 20)),
                        new Detection(1, Logits.sigmoid(3) * 0.5f, new Box(30, 0, 50, 20)));
    }

    @Test
    void theBestOfAllLevelsRemain() {
        assertThat(decode(new Settings(2, 1, 3), 100))
                .extracting(Detection::score)
                .containsExactly(Logits.sigmoid(9), Logits.sigmoid(8), Logits.sigmoid(6));
    }

    @Test
    void onlyTheBestCandidatesOfAllLevelsAreSuppressedAndDetected() {
        // of 9, 8 on the finer level and 6, 3 on the coarser three remain; 8 is suppressed by 9, and nothing follows 6
        List<Detection> detections = decode(new Settings(2, 3, 0.13, 10), 100);

        assertThat(detections)
                .containsExactly(detection(0, 9, new Box(0, 0, 20, 20)), detection(1, 6, new Box(45, 0, 65, 20)));
    }

    @Test
    void boxesAreClippedBeforeTheySuppressEachOther() {
        // inside 17 pixels the first two are 17 and 2 wide: they overlap by 2 / 17 instead of 5 / 35
        List<Detection> detections = decode(new Settings(2, 0.13, 10), 17);

        assertThat(detections).extracting(Detection::box).contains(new Box(0, 0, 17, 20), new Box(15, 0, 17, 20));
        assertThat(decode(new Settings(2, 0.13, 10), 100))
                .extracting(Detection::score)
                .doesNotContain(Logits.sigmoid(8));
    }

    @Test
    void boxesThatAreClippedAfterwardsSuppressEachOtherWhole() {
        // of class 0, boxes of 20 pixels hide what begins 15 right of them, also where 17 pixels show 2 of them
        List<Detection> detections = decodeWhole(new Settings(4, 0.13, 10), 17, 0, 20);

        assertThat(detections)
                .containsExactly(detection(0, 9, new Box(0, 0, 17, 20)), detection(1, 7, new Box(15, 0, 17, 20)));
    }

    @Test
    void aBoxBesideTheImageHidesOthersAndTakesNoPlace() {
        // boxes from 32 pixels left of the point: the best ends at -2, the second has 13 of its 30 in the image
        List<Detection> detections = decodeWhole(new Settings(4, 0.13, 2), 100, 32, -2);

        assertThat(detections)
                .containsExactly(detection(1, 7, new Box(0, 0, 13, 20)), detection(1, 6, new Box(13, 0, 43, 20)));
    }

    /** Clipped after suppression: boxes from so many pixels left of the points to so many right of them. */
    private static List<Detection> decodeWhole(Settings settings, int width, float left, float right) {
        float[] distances = new float[16];
        for (int cell = 0; cell < 4; cell++) {
            distances[4 * cell] = left;
            distances[4 * cell + 1] = 5;
            distances[4 * cell + 2] = right;
            distances[4 * cell + 3] = 20;
        }
        Decoding before = decoding(settings, new int[] {2, 4}, width, Scores.all(Measure.CLASS), row(4));
        Decoding after = RecordCopy.with(before, "clipping", Decoding.Clipping.AFTER_SUPPRESSION);
        return after.decode(RawOutputs.of(outputs(LOGITS, distances)), Wanted.ALL);
    }

    @Test
    void boxesWithoutAreaTakeNoPlace() {
        // inside 20 pixels the third and fourth box have no width: of the four best two remain
        List<Detection> detections = decode(new Settings(4, 1, 4), 20);

        assertThat(detections)
                .containsExactly(
                        detection(0, 9, new Box(0, 0, 20, 20)),
                        detection(0, 8, new Box(15, 0, 20, 20)),
                        detection(1, 7, new Box(15, 0, 20, 20)),
                        detection(1, 2, new Box(0, 0, 20, 20)));
    }

    @Test
    void whatCannotBeSeenSuppressesButTakesNoPlace() {
        Settings overlapping = new Settings(4, 0.13, 2); // neighbours overlap by 5 / 35

        List<Detection> detections = decode(overlapping, 100, box -> box.x1() > 0);

        // the box at 0 hides its neighbour of class 0 at 15 though it cannot be seen itself
        assertThat(detections)
                .containsExactly(detection(1, 7, new Box(15, 0, 35, 20)), detection(1, 6, new Box(45, 0, 65, 20)));
    }

    @Test
    void imagesWithoutCandidatesHaveNoDetections() {
        float[] none = new float[LOGITS.length];
        Arrays.fill(none, Float.NEGATIVE_INFINITY);

        assertThat(decoding(new Settings(4, 1, 4), new int[] {2, 4}, 100, Scores.all(Measure.CLASS), row(4))
                        .decode(RawOutputs.of(outputs(none, new float[16])), Wanted.ALL))
                .isEmpty();
    }

    private static Detection detection(int label, float logit, Box box) {
        return new Detection(label, Logits.sigmoid(logit), box);
    }

    private static List<Detection> decode(Settings settings, int width) {
        return decode(settings, width, box -> true);
    }

    private static List<Detection> decode(Settings settings, int width, Predicate<Box> visible) {
        float[] distances = new float[16];
        for (int cell = 0; cell < 4; cell++) {
            distances[4 * cell + 1] = 5;
            distances[4 * cell + 2] = 20;
            distances[4 * cell + 3] = 20;
        }
        return decoding(settings, new int[] {2, 4}, width, Scores.all(Measure.CLASS), row(4))
                .decode(RawOutputs.of(outputs(LOGITS, distances)), new Wanted(CLASSES, visible));
    }

    private static Map<String, float[]> outputs(float[] logits, float[] distances) {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        outputs.put(Decoding.CLASS_LOGITS, logits);
        outputs.put(Decoding.BOX_DELTAS, distances);
        return outputs;
    }

    /** Points 15 pixels apart. */
    private static Boxes row(int cells) {
        float[] points = new float[2 * cells];
        float[] units = new float[cells];
        for (int cell = 0; cell < cells; cell++) {
            points[2 * cell] = 15 * cell;
            units[cell] = 1;
        }
        return new Boxes.Distances(points, units);
    }

    private static Decoding decoding(Settings settings, int[] ends, int width, Scores scores, Boxes boxes) {
        return new Decoding(
                CLASSES,
                Arrays.stream(ends).boxed().toList(),
                1000,
                width,
                scores,
                boxes,
                0,
                settings.candidatesPerLevel(),
                settings.maxCandidates(),
                settings.nmsThreshold(),
                settings.maxDetections());
    }

    /** Scores of few values and boxes of few places, so that ties are many and the best boxes are nearly all suppressed. */
    private record Crowded(float[] logits, float[] centerness, float[] distances, Boxes boxes) {
        static Crowded of(int cells) {
            SplittableRandom random = new SplittableRandom(11);
            float[] logits = new float[cells * CLASSES];
            float[] centerness = new float[cells];
            float[] distances = new float[4 * cells];
            float[] points = new float[2 * cells];
            float[] units = new float[cells];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = random.nextInt(-100, 100) / 25f;
            }
            for (int cell = 0; cell < cells; cell++) {
                centerness[cell] = random.nextInt(-2, 3);
                units[cell] = 1;
                for (int i = 0; i < 2; i++) {
                    points[2 * cell + i] = 15 * random.nextInt(cell % 9 == 0 ? 6 : 2);
                    distances[4 * cell + 2 + i] = 20 + random.nextInt(3);
                }
            }
            return new Crowded(logits, centerness, distances, new Boxes.Distances(points, units));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesWhatSuppressionOfAllBoxesInOrderGives(boolean ranksAnew) {
        int[] ends = {3000, 4000};
        int perLevel = 2500;
        int most = 400;
        Crowded crowded = Crowded.of(ends[1]);
        Scores measures =
                ranksAnew ? new Scores(Measure.CLASS, Measure.CLASS, Measure.PRODUCT) : Scores.all(Measure.CLASS);
        List<Long> keys = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            Candidates level = new Candidates();
            for (int i = from * CLASSES; i < end * CLASSES; i++) {
                level.add(Logits.sigmoid(crowded.logits()[i]), i);
            }
            for (long key : level.best(perLevel)) {
                keys.add(key);
            }
            from = end;
        }
        float[] boxes = new float[4 * keys.size()];
        float[] scores = new float[keys.size()];
        int[] labels = new int[keys.size()];
        for (int i = 0; i < scores.length; i++) {
            int index = Candidates.index(keys.get(i));
            int cell = index / CLASSES;
            crowded.boxes().decode(crowded.distances(), cell, boxes, 4 * i);
            float chosen = Candidates.score(keys.get(i));
            scores[i] = ranksAnew ? chosen * Logits.sigmoid(crowded.centerness()[cell]) : chosen;
            labels[i] = index % CLASSES;
        }
        List<Detection> expected = new ArrayList<>();
        for (int i : Nms.keep(boxes, scores, labels, 0.3, most)) {
            Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
            expected.add(new Detection(labels[i], scores[i], box));
        }
        Decoding decoding = decoding(new Settings(perLevel, 0.3, most), ends, 1000, measures, crowded.boxes());
        Map<String, float[]> outputs = outputs(crowded.logits(), crowded.distances());
        outputs.put(Decoding.CENTERNESS, crowded.centerness());

        List<Detection> detections = decoding.decode(RawOutputs.of(outputs), Wanted.ALL);

        assertThat(detections).containsExactlyElementsOf(expected);
        assertThat(expected).as("few enough that every candidate was looked at").hasSizeBetween(20, most - 1);
    }
}
