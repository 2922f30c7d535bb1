package org.fpn4j.heads.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.junit.jupiter.api.Test;

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

    private static List<Detection> decode(PostprocessConfig config, int width) {
        DenseDecoder decoder = new DenseDecoder(config, CLASSES, new int[] {2, 4}, 100, width);
        return decoder.decode(new DenseDecoder.Predictions() {
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
        });
    }

    @Test
    void rejectsValuesOutOfRange() {
        assertThatThrownBy(() -> new PostprocessConfig(2, 0, -1, 0))
                .hasMessage("scoreThreshold[2] must be between 0 and 1; candidatesPerLevel[0] must be >= 1; "
                        + "nmsThreshold[-1] must be between 0 and 1; maxDetections[0] must be >= 1");
    }
}
