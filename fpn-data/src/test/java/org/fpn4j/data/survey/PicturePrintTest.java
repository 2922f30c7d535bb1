package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.radiograph.RadiographsConfig;
import org.junit.jupiter.api.Test;

/** On radiographs, which all look alike: different ones have hashes that differ by 2 bits, and details that correlate by 0.95. */
class PicturePrintTest {
    private static final List<Picture> RADIOGRAPHS = new RadiographsConfig(40, 1, 1, 128, 128, 0, 8, 0.03, 1, 4, 2)
            .open(Split.TRAIN).images().stream()
                    .map(ImageEntry::source)
                    .map(source -> source.read())
                    .toList();

    private static PicturePrint print(Picture picture) {
        return PicturePrint.of(picture).orElseThrow();
    }

    private static boolean isRecognised(Picture picture, Picture changed) {
        return print(picture).isOfSamePicture(print(changed)) && print(changed).isOfSamePicture(print(picture));
    }

    private static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.getRaster().setSample(x, y, 0, Math.round(255 * picture.at(0, y, x)));
            }
        }
        return image;
    }

    private static Picture picture(BufferedImage image) {
        float[] values = new float[image.getWidth() * image.getHeight()];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0) / 255f;
        }
        return new Picture(image.getWidth(), image.getHeight(), 1, values);
    }

    private static Picture compressed(Picture picture, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image(picture), null, null), parameters);
        }
        return picture(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static Picture drawn(Picture picture, int width, int height, boolean mirrored) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image(picture), mirrored ? width : 0, 0, mirrored ? -width : width, height, null);
        graphics.dispose();
        return picture(image);
    }

    private static Picture lit(Picture picture, float factor, float more) {
        float[] values = picture.planes().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, Math.min(1, factor * values[i] + more));
        }
        return new Picture(picture.width(), picture.height(), 1, values);
    }

    @Test
    void compressedOnesAreRecognised() throws IOException {
        for (Picture picture : RADIOGRAPHS) {
            assertThat(isRecognised(picture, compressed(picture, 0.5f))).isTrue();
        }
    }

    @Test
    void resizedOnesAreRecognised() {
        assertThat(RADIOGRAPHS)
                .allMatch(picture -> isRecognised(picture, drawn(picture, 64, 64, false)))
                .allMatch(picture -> isRecognised(picture, drawn(picture, 200, 220, false)));
    }

    @Test
    void brighterAndDarkerOnesAreRecognised() {
        assertThat(RADIOGRAPHS)
                .allMatch(picture -> isRecognised(picture, lit(picture, 1.2f, 0)))
                .allMatch(picture -> isRecognised(picture, lit(picture, 1, 0.1f)))
                .allMatch(picture -> isRecognised(picture, lit(picture, 0.6f, 0)));
    }

    @Test
    void aGreyPictureInThreeChannelsIsRecognised() {
        Picture grey = RADIOGRAPHS.get(0);
        float[] planes = new float[3 * grey.planes().length];
        IntStream.range(0, planes.length).forEach(i -> planes[i] = grey.planes()[i % grey.planes().length]);

        assertThat(isRecognised(grey, new Picture(grey.width(), grey.height(), 3, planes)))
                .isTrue();
    }

    @Test
    void mirroredOnesAreOthers() {
        assertThat(RADIOGRAPHS).noneMatch(picture -> isRecognised(picture, drawn(picture, 128, 128, true)));
    }

    @Test
    void othersAreOthersHoweverMuchTheyLookAlike() {
        for (int one = 0; one < RADIOGRAPHS.size(); one++) {
            for (int other = one + 1; other < RADIOGRAPHS.size(); other++) {
                assertThat(isRecognised(RADIOGRAPHS.get(one), RADIOGRAPHS.get(other)))
                        .as(one + " and " + other)
                        .isFalse();
            }
        }
    }

    @Test
    void whatShowsNothingHasNoPrint() {
        assertThat(PicturePrint.of(new Picture(1, 1, 1, new float[] {0.4f}))).isEmpty();
        assertThat(PicturePrint.of(new Picture(40, 40, 1, new float[1600]))).isEmpty();
    }

    @Test
    void aPictureSmallerThanTheCellsHasOne() {
        assertThat(PicturePrint.of(new Picture(2, 1, 1, new float[] {0, 1}))).isPresent();
    }

    @Test
    void hashesDifferByBits() {
        assertThat(new PictureHash(0b1011).distance(new PictureHash(0b0110))).isEqualTo(3);
        assertThat(print(lit(RADIOGRAPHS.get(0), -1, 1))
                        .hash()
                        .distance(print(RADIOGRAPHS.get(0)).hash()))
                .isEqualTo(64); // the negative has all signs the other way round
    }
}
