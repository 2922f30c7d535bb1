package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureFilesTest {
    private static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    @Test
    void encodingKeepsEveryPixel() throws IOException {
        BufferedImage image = plain(3, 2, 0x123456);
        image.setRGB(2, 1, 0xABCDEF);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Pngs.encode(image)));
        assertThat(read.getWidth()).isEqualTo(3);
        assertThat(read.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x123456);
        assertThat(read.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0xABCDEF);
    }

    @Test
    void aDataUriHoldsTheBytesOfAJpegNearThePicture() throws IOException {
        byte[] jpeg = Jpegs.encode(plain(16, 16, 0x808080));
        String uri = Jpegs.dataUri(jpeg);

        assertThat(uri).startsWith("data:image/jpeg;base64,/9j/");
        assertThat(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)))
                .isEqualTo(jpeg);
        int grey = ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(8, 8) & 0xFF;
        assertThat(grey).isBetween(0x7E, 0x82); // a plain grey has nothing to lose but rounding
    }

    @Test
    void aPictureWithTransparencyIsEncodedToo() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);

        assertThat(ImageIO.read(new ByteArrayInputStream(Jpegs.encode(image))).getWidth())
                .isEqualTo(8);
    }

    @Test
    void aSheetLaysPicturesOutInAGridUnderTheirCaptions() {
        BufferedImage sheet = new ContactSheet(2, new PixelLettering())
                .render(List.of(
                        new CaptionedPicture("a", plain(40, 30, 0xFF0000)),
                        new CaptionedPicture("b", plain(20, 10, 0x00FF00)),
                        new CaptionedPicture("c", plain(40, 30, 0x0000FF))));
        assertThat(sheet.getWidth()).isEqualTo(12 + 2 * (40 + 12));
        assertThat(sheet.getHeight()).isEqualTo(12 + 2 * (20 + 4 + 30 + 12));
        assertThat(sheet.getRGB(12, 36) & 0xFFFFFF).isEqualTo(0xFF0000);
        assertThat(sheet.getRGB(64, 36) & 0xFFFFFF).isEqualTo(0x00FF00);
        assertThat(sheet.getRGB(64 + 20, 36) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(sheet.getRGB(12, 36 + 66) & 0xFFFFFF).isEqualTo(0x0000FF);
    }

    @Test
    void shrinkingKeepsProportionsAndAveragesDetail() {
        BufferedImage stripes = new BufferedImage(800, 400, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 800 * 400; i++) {
            stripes.setRGB(i % 800, i / 800, i % 2 == 0 ? 0xFFFFFF : 0);
        }
        BufferedImage small = Resizing.shrink(stripes, 100);
        assertThat(small.getWidth()).isEqualTo(100);
        assertThat(small.getHeight()).isEqualTo(50);
        assertThat(small.getRGB(50, 25) & 0xFF).isBetween(0x78, 0x88);
        assertThat(Resizing.shrink(plain(30, 20, 0), 100).getWidth()).isEqualTo(30);
        assertThat(Resizing.enlargement(plain(128, 96, 0), 288)).isEqualTo(3);
    }
}
