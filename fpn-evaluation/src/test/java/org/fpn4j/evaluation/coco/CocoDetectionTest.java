package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.mask.RunLengthMask;
import org.junit.jupiter.api.Test;

class CocoDetectionTest {
    private static final ImageEntry IMAGE =
            new ImageEntry(7, "a.png", new FilePicture(Path.of("a.png"), Orientation.UPRIGHT), 30, 20, List.of());

    @Test
    void aDetectorsBoxGetsSides() {
        assertThat(CocoDetection.of(new Detection(0, 0.5f, new Box(1, 2, 4, 8)), IMAGE, 90))
                .isEqualTo(new CocoDetection(7, 90, 1, 2, 3, 6, 0.5));
    }

    /** Of a grid of certainty over 10 by 10 pixels the middle is surely covered, and nothing more than a pixel beside the box. */
    @Test
    void aDetectorsMaskIsAsLargeAsItsImage() {
        float[] certain = new float[28 * 28];
        Arrays.fill(certain, 1);

        CocoDetection detection = CocoDetection.of(
                new Detection(
                        0, 0.5f, new Box(5, 5, 15, 15), Optional.of(new BoxMask(new Box(5, 5, 15, 15), 28, certain))),
                IMAGE,
                90);

        RunLengthMask mask = detection.mask().orElseThrow();
        assertThat(List.of(mask.height(), mask.width())).containsExactly(20, 30);
        assertThat(mask.within(6, 6, 14, 14).area()).isEqualTo(64);
        assertThat(mask.within(4, 4, 16, 16)).isEqualTo(mask);
    }

    @Test
    void aDetectorsMaskOfNothingIsEmpty() {
        CocoDetection detection = CocoDetection.of(
                new Detection(
                        0,
                        0.5f,
                        new Box(5, 5, 15, 15),
                        Optional.of(new BoxMask(new Box(5, 5, 15, 15), 2, new float[4]))),
                IMAGE,
                90);

        assertThat(detection.mask()).contains(RunLengthMask.empty(20, 30));
    }
}
