package org.fpn4j.heads.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.head.Decoding;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseDecoderTest {
    private static final int CLASSES = 2;

    /** Four cells on two levels with scores by {@code cell * 2 + label}; boxes of 20 pixels, 15 apart. */
    private static final float[] SCORES = {0.9f, 0.2f, 0.8f, 0.7f, 0.3f, 0.1f, 0, 0.6f};

    @Test
    void everyLevelGivesItsBestCandidates() {
        List<Detection> detections = decode(new PostprocessConfig(0, 2, 1, 10), 100);

        assertThat(detections)
                .containsExactly(
                        new Detection(0, 0.9f, new Box(0, 0, 20, 20)),
                        new Detection(0, 0.8f, new Box(15, 0, 35, 20)),
                        new Detection(1, 0.6f, new Box(45, 0, 65, 20)),
                        new Detection(0, 0.3f, new Box(30, 0, 50, 20)));
    }

    @Test
    void theBestOfAllLevelsRemain() {
        assertThat(decode(new PostprocessConfig(0, 2, 1, 3), 100))
                .extracting(Detection::score)
                .containsExactly(0.9f, 0.8f, 0.6f);
    }

    @Test
    void boxesAreClippedBeforeTheySuppressEachOther() {
        // inside 17 pixels the first two are 17 and 2 wide: they overlap by 2 / 17 instead of 5 / 35
        List<Detection> detections = decode(new PostprocessConfig(0, 2, 0.13, 10), 17);

        assertThat(detections).extracting(Detection::box).contains(new Box(0, 0, 17, 20), new Box(15, 0, 17, 20));
        assertThat(decode(new PostprocessConfig(0, 2, 0.13, 10), 100))
                .extracting(Detection::score)
                .doesNotContain(0.8f);
    }

    @Test
    void boxesWithoutAreaTakeNoPlace() {
        // inside 20 pixels the third and fourth box have no width: of the four best two remain
        List<Detection> detections = decode(new PostprocessConfig(0, 4, 1, 4), 20);

        assertThat(detections)
                .containsExactly(
                        new Detection(0, 0.9f, new Box(0, 0, 20, 20)),
                        new Detection(0, 0.8f, new Box(15, 0, 20, 20)),
                        new Detection(1, 0.7f, new Box(15, 0, 20, 20)),
                        new Detection(1, 0.2f, new Box(0, 0, 20, 20)));
    }

    @Test
    void whatCannotBeSeenSuppressesButTakesNoPlace() {
        PostprocessConfig overlapping = new PostprocessConfig(0, 4, 0.13, 2); // neighbours overlap by 5 / 35

        List<Detection> detections = decode(overlapping, 100, box -> box.x1() > 0);

        // the box at 0 hides its neighbour of class 0 at 15 though it cannot be seen itself
        assertThat(detections)
                .containsExactly(
                        new Detection(1, 0.7f, new Box(15, 0, 35, 20)), new Detection(1, 0.6f, new Box(45, 0, 65, 20)));
    }

    private static List<Detection> decode(PostprocessConfig config, int width) {
        return decode(config, width, box -> true);
    }

    private static List<Detection> decode(PostprocessConfig config, int width, Predicate<Box> visible) {
        DenseDecoder decoder = decoder(config, new int[] {2, 4}, 100, width);
        DenseDecoder.Predictions predictions = new DenseDecoder.Predictions() {
            @Override
            public void score(int from, int to, Candidates candidates) {
                for (int i = from * CLASSES; i < to * CLASSES; i++) {
                    candidates.add(SCORES[i], i);
                }
            }

            @Override
            public void box(int cell, float[] boxes, int offset) {
                boxes[offset] = 15 * cell;
                boxes[offset + 1] = -5;
                boxes[offset + 2] = 15 * cell + 20;
                boxes[offset + 3] = 20;
            }
        };
        return decoder.decode(predictions, visible);
    }

    /** What scores and boxes are, each test's predictions know. */
    private static DenseDecoder decoder(PostprocessConfig config, int[] ends, int height, int width) {
        int cells = ends[ends.length - 1];
        return new DenseDecoder(config.decoding(
                CLASSES,
                ends,
                new HeadInputs(height, width, List.of()),
                Decoding.Scores.all(Decoding.Measure.CLASS),
                new Decoding.Distances(new float[2 * cells], new float[cells])));
    }

    /** Scores of few values and boxes of few places, so that ties are many and the best boxes are nearly all suppressed. */
    private record Crowded(float[] scores, float[] factors, float[] boxes, boolean ranksAnew)
            implements DenseDecoder.Predictions {
        static Crowded of(int cells, boolean ranksAnew) {
            SplittableRandom random = new SplittableRandom(11);
            float[] scores = new float[cells * CLASSES];
            float[] factors = new float[cells];
            float[] boxes = new float[4 * cells];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(200) / 200f;
            }
            for (int cell = 0; cell < cells; cell++) {
                factors[cell] = ranksAnew ? random.nextInt(1, 5) / 4f : 1;
                for (int i = 0; i < 2; i++) {
                    boxes[4 * cell + i] = 15 * random.nextInt(cell % 9 == 0 ? 6 : 2);
                    boxes[4 * cell + 2 + i] = boxes[4 * cell + i] + 20 + random.nextInt(3);
                }
            }
            return new Crowded(scores, factors, boxes, ranksAnew);
        }

        @Override
        public void score(int from, int to, Candidates candidates) {
            for (int i = from * CLASSES; i < to * CLASSES; i++) {
                candidates.add(scores[i], i);
            }
        }

        @Override
        public float finalScore(float score, int cell) {
            return score * factors[cell];
        }

        @Override
        public void box(int cell, float[] into, int offset) {
            System.arraycopy(boxes, 4 * cell, into, offset, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesWhatSuppressionOfAllBoxesInOrderGives(boolean ranksAnew) {
        int[] ends = {3000, 4000};
        int perLevel = 2500;
        int most = 400;
        Crowded crowded = Crowded.of(ends[1], ranksAnew);
        List<Long> keys = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            Candidates level = new Candidates();
            crowded.score(from, end, level);
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
            crowded.box(index / CLASSES, boxes, 4 * i);
            scores[i] = crowded.finalScore(Candidates.score(keys.get(i)), index / CLASSES);
            labels[i] = index % CLASSES;
        }
        List<Detection> expected = new ArrayList<>();
        for (int i : Nms.keep(boxes, scores, labels, 0.3, most)) {
            Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
            expected.add(new Detection(labels[i], scores[i], box));
        }

        DenseDecoder decoder = decoder(new PostprocessConfig(0, perLevel, 0.3, most), ends, 1000, 1000);

        assertThat(decoder.decode(crowded, box -> true)).containsExactlyElementsOf(expected);
        assertThat(expected).as("few enough that every candidate was looked at").hasSizeBetween(20, most - 1);
    }

    @Test
    void rejectsValuesOutOfRange() {
        assertThatThrownBy(() -> new PostprocessConfig(2, 0, -1, 0))
                .hasMessage(
                        "scoreThreshold[2] must be between 0 and 1; candidatesPerLevel[0] must be between 1 and 1000000; "
                                + "nmsThreshold[-1] must be between 0 and 1; maxDetections[0] must be between 1 and 100000");
    }
}
