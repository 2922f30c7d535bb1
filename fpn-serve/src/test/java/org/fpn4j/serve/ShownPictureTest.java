package org.fpn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.fpn4j.data.image.Picture;
import org.junit.jupiter.api.Test;

class ShownPictureTest {
    private static BufferedImage shown(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(ShownPicture.png(picture)));
    }

    @Test
    void greyStaysGreyAndValuesBeyondTheRangeAreCutOff() throws IOException {
        BufferedImage image = shown(new Picture(3, 1, 1, new float[] {-0.5f, 77 / 255f, 1.5f}));

        assertThat(image.getRaster().getNumBands()).isEqualTo(1);
        assertThat(image.getRaster().getSamples(0, 0, 3, 1, 0, (int[]) null)).containsExactly(0, 77, 255);
    }

    @Test
    void ofALargePictureEachPixelIsTheMeanOfASquare() throws IOException {
        int width = 2 * 2048 + 1; // three pixels become one
        float[] plane = new float[2 * width];
        Arrays.fill(plane, 0, 3, 0.9f); // half of the first square, which has two rows
        plane[width - 1] = 1; // the last square has two columns

        BufferedImage image = shown(new Picture(width, 2, 1, plane));

        assertThat(image.getWidth()).isEqualTo(1366);
        assertThat(image.getHeight()).isEqualTo(1);
        assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(115); // 0.45 of 255
        assertThat(image.getRaster().getSample(1365, 0, 0)).isEqualTo(64); // a quarter
    }
}
