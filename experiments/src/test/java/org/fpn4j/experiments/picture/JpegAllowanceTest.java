package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegAllowanceTest {
    /** Noise, of which a JPEG file is largest. */
    private static BufferedImage noise() {
        SplittableRandom random = new SplittableRandom(1);
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 400 * 300; i++) {
            image.setRGB(i % 400, i / 400, random.nextInt(1 << 24));
        }
        return image;
    }

    @Test
    void aPictureThatFitsKeepsItsQuality() {
        assertThat(JpegAllowance.of(10_000_000, 2).encode(noise())).isEqualTo(Jpegs.encode(noise()));
    }

    @Test
    void aPictureThatDoesNotFitShrinksUntilItDoes() throws IOException {
        byte[] jpeg = JpegAllowance.of(200_000, 20).encode(noise());

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(jpeg.length).isBetween(1, 10_000);
        assertThat(image.getWidth()).isBetween(48, 399);
        assertThat((double) image.getWidth() / image.getHeight()).isBetween(1.25, 1.42); // 4 to 3, in whole pixels
    }

    @Test
    void aPictureIsNeverSoSmallThatNothingIsToBeSeen() throws IOException {
        byte[] jpeg = JpegAllowance.of(10, 1).encode(noise());

        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isGreaterThanOrEqualTo(48);
    }

    @Test
    void noPictureAtAllIsNoDivisionByZero() {
        assertThat(JpegAllowance.of(1000, 0).encode(noise())).hasSizeLessThan(1000);
    }
}
