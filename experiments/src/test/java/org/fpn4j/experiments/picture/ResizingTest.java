package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizingTest {
    @ParameterizedTest
    @CsvSource({
        "100, 50, 6", // 320 / 50 is 6.4
        "512, 512, 1",
        "1, 1, 320",
        "2000, 3, 1",
        "3, 2000, 1",
        "1, 300, 4", // 4 * 320 / 300
        "1000, 10, 1",
        "100000, 1, 1",
    })
    void smallPicturesAreEnlargedAndThinOnesNotWithoutEnd(int width, int height, int factor) {
        assertThat(Resizing.enlargement(picture(width, height), 320)).isEqualTo(factor);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 300", "300, 1", "2000, 3", "7, 129"})
    void boxesAndMapsCanBeDrawnOnEveryShape(int width, int height) {
        BufferedImage picture = picture(width, height);
        int factor = Resizing.enlargement(picture, 320);

        BufferedImage painted = new BoxPainter(List.of("spot"))
                .paintEnlarged(picture, List.of(new LabelledBox(new Box(0, 0, width, height), 0, 0.5)), factor);
        BufferedImage map = HeatMap.of(new double[] {0, 1, 2, 3}, 2, 2).over(painted);

        assertThat(painted.getWidth()).isEqualTo(factor * width);
        assertThat(map.getHeight()).isEqualTo(factor * height);
        assertThat(Resizing.shrink(map, 100).getHeight()).isBetween(1, 100);
    }

    private static BufferedImage picture(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }
}
