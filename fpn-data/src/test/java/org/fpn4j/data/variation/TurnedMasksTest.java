package org.fpn4j.data.variation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.mask.Drawn;
import org.fpn4j.data.mask.Segmentation;
import org.fpn4j.data.transform.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnedMasksTest {
    private static final int SIDE = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void masksCoverWhatIsPainted(long id) {
        float[] white = new float[SIDE * SIDE];
        for (int y = 30; y < 60; y++) {
            Arrays.fill(white, y * SIDE + 20, y * SIDE + 70, 1);
        }
        Segmentation outline = Drawn.outline(20, 30, 70, 30, 70, 60, 20, 60);
        for (Segmentation mask : List.of(outline, outline.mask(SIDE, SIDE))) {
            Sample sample = sample(id, mask, white);

            byte[] covered = sample.objects().masks().get(0).pixels();
            int differing = 0;
            for (int i = 0; i < covered.length; i++) {
                differing += (covered[i] == 1) == (sample.pixels()[i] >= 0.5f) ? 0 : 1;
            }
            assertThat(differing).isLessThan(80); // half of the 160 pixels of its edge
        }
    }

    @Test
    void nothingIsCoveredBesideATurnedPicture() {
        Sample sample = sample(3, Drawn.outline(-90, -90, 190, -90, 190, 190, -90, 190), new float[SIDE * SIDE]);

        byte[] covered = sample.objects().masks().get(0).pixels();

        int differing = 0;
        for (int i = 0; i < covered.length; i++) {
            differing += (covered[i] == 1) == (sample.pixels()[i] != Scenes.GROUND) ? 0 : 1;
        }
        assertThat(differing).isLessThan(200); // half of the pixels of its edge; all beside it are some thousands
        assertThat(sample.pixels()[0]).isEqualTo(Scenes.GROUND);
    }

    private static Sample sample(long id, Segmentation mask, float[] planes) {
        Annotation object = new Annotation(1, 0, new Box(20, 30, 70, 60), 1500, ObjectKind.OBJECT, Optional.of(mask));
        return Scenes.transform(SIDE, 0, new Rotate(60, 1))
                .apply(
                        new ImageEntry(id, "x.png", Scenes.UNREAD, SIDE, SIDE, List.of(object)),
                        new Picture(SIDE, SIDE, 1, planes),
                        1);
    }
}
