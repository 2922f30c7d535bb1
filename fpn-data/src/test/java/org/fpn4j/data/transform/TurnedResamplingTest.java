package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.mask.PixelMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnedResamplingTest {
    private static Picture noise(int width, int height) {
        float[] planes = new float[width * height];
        SampleRandom random = SampleRandom.of(1, "noise");
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) random.nextDouble();
        }
        return new Picture(width, height, 1, planes);
    }

    @ParameterizedTest
    @CsvSource({"31, 17, 31, 17", "31, 17, 80, 60", "64, 48, 9, 20", "1, 1, 3, 2", "300, 5, 7, 9"})
    void withoutATurnItGivesWhatTheSeparableOneGives(int width, int height, int toWidth, int toHeight) {
        Picture picture = noise(width, height);
        PixelMap map = new PixelMap((double) toWidth / width, (double) toHeight / height, 0, 0);

        PaintedPicture painted = TurnedResampling.paint(picture, map, new Box(0, 0, toWidth, toHeight));

        float[] expected = Resampling.plane(
                picture.planes(),
                0,
                width,
                new Resampling(width, toWidth, 0, toWidth, false),
                new Resampling(height, toHeight, 0, toHeight, false));
        assertThat(painted.plane(0)).containsExactly(expected, within(1e-5f)); // float32 sums of up to a hundred taps
    }

    @ParameterizedTest
    @CsvSource({"5, 7", "1, 4"})
    void aQuarterTurnMovesPixelsAndChangesNone(int width, int height) {
        Picture picture = noise(width, height);
        PixelMap quarter = new PixelMap(0, -1, height, 1, 0, 0);

        PaintedPicture painted = TurnedResampling.paint(picture, quarter, new Box(0, 0, height, width));

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(painted.plane(0)[x * height + height - 1 - y]).isEqualTo(picture.at(0, y, x));
            }
        }
    }
}
