package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.transform.NormalizationConfig.Channels;
import org.junit.jupiter.api.Test;

class SamplePictureTest {
    @Test
    void aSamplesPictureIsThatBeforeNormalisation() {
        SampleTransform transform = SampleTransform.plain(
                new InputSize(2, 1),
                ResizeMode.LETTERBOX,
                new NormalizationConfig(
                        Channels.BGR, List.of(0.4, 0.3, 0.1), List.of(0.2, 0.5, 0.1), List.of(0.6, -2.0, 7.0)));
        Picture pixel = new Picture(1, 1, 3, new float[] {0.9f, 0.5f, 0.1f});

        Picture picture = transform.picture(transform.apply(SampleTransformTest.image(1, 1), pixel, 0));

        assertThat(picture.width()).isEqualTo(1);
        assertThat(picture.height()).isEqualTo(2);
        assertThat(picture.planes()) // below the pixel lies the ground: blue 0.6, green and red cut off
                .containsExactly(new float[] {0.9f, 1, 0.5f, 0, 0.1f, 0.6f}, within(1e-6f)); // float32
    }
}
