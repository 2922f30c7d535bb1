package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.junit.jupiter.api.Test;

/** Pictures that are no larger than the input, at their own pixels. */
class OwnPixelsTest {
    private static final NormalizationConfig IDENTITY =
            new NormalizationConfig(NormalizationConfig.Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    private record Grey(int width, int height) implements PictureSource {
        @Override
        public String name() {
            return "grey";
        }

        @Override
        public Picture read() {
            float[] planes = new float[width * height];
            for (int i = 0; i < planes.length; i++) {
                planes[i] = (i + 1) / 65535f;
            }
            return new Picture(width, height, 1, planes);
        }
    }

    private static Sample sample(int width, int height, AugmentationConfig augmentation) {
        Annotation object = new Annotation(1, 0, new Box(1, 0, 2, 2), 2, ObjectKind.OBJECT);
        ImageEntry image = new ImageEntry(1, "grey", new Grey(width, height), width, height, List.of(object));
        return SampleTransform.atOwnPixels(new InputSize(3, 4), IDENTITY, augmentation, ClassSwap.NONE, 5)
                .apply(image, image.source().read(), 0);
    }

    @Test
    void aPictureAsLargeAsTheInputIsTheInput() {
        Sample sample = sample(4, 3, AugmentationConfig.NONE);

        assertThat(sample.pixels()).startsWith(new Grey(4, 3).read().planes());
        assertThat(sample.objects().boxes()).containsExactly(new Box(1, 0, 2, 2));
    }

    @Test
    void aSmallerPictureLiesInTheTopLeftCornerWithoutBeingEnlarged() {
        Sample sample = sample(2, 2, AugmentationConfig.NONE);

        float one = 1 / 65535f;
        assertThat(sample.pixels()).startsWith(one, 2 * one, 0, 0, 3 * one, 4 * one, 0, 0, 0, 0, 0, 0);
        assertThat(sample.objects().boxes()).containsExactly(new Box(1, 0, 2, 2));
        assertThat(sample.geometry().toOriginal(new Box(1, 0, 4, 3))).isEqualTo(new Box(1, 0, 2, 2));
    }

    @Test
    void aZoomIsOneOfThePicturesOwnPixels() {
        Sample sample = sample(2, 2, new AugmentationConfig(0, 1.5, 1.5, 0, 0, 0));

        assertThat(sample.objects().boxes().get(0).width()).isEqualTo(1.5f);
        assertThat(sample.objects().boxes().get(0).height()).isEqualTo(3);
    }
}
