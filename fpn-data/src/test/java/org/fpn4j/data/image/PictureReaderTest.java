package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    @TempDir
    Path folder;

    private final PictureReader reader = new PictureReader();

    @Test
    void greyOfEightBitsIsOneChannelOf255ths() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(2, 1, 0, 77);

        Picture picture = reader.read(write(image, "png"));

        assertThat(picture.channels()).isEqualTo(1);
        assertThat(picture.width()).isEqualTo(3);
        assertThat(picture.height()).isEqualTo(2);
        assertThat(picture.at(0, 1, 2)).isEqualTo(77 / 255f);
        assertThat(picture.at(0, 0, 0)).isZero();
    }

    @Test
    void greyOfSixteenBitsKeepsItsPrecision() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 1, 0, 40_001);
        image.getRaster().setSample(1, 1, 0, 40_002);

        Picture picture = reader.read(write(image, "png"));

        assertThat(picture.at(0, 1, 0)).isEqualTo(40_001 / 65535f);
        assertThat(picture.at(0, 1, 1)).isEqualTo(40_002 / 65535f);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR})
    void coloursComeAsRedGreenBlueWhateverTheRaster(int type) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        image.setRGB(1, 0, new Color(10, 120, 230).getRGB());

        assertThat(colourAt(reader.read(write(image, "png")), 0, 1)).containsExactly(10, 120, 230);
        assertThat(colourAt(RasterPlanes.of(image), 0, 1)).containsExactly(10, 120, 230);
    }

    @Test
    void transparencyIsDropped() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, new Color(10, 120, 230, 128).getRGB());

        assertThat(colourAt(reader.read(write(image, "png")), 0, 0)).containsExactly(10, 120, 230);
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] red = {0, (byte) 200};
        byte[] green = {0, 100};
        byte[] blue = {0, 50};
        BufferedImage image =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(1, 2, red, green, blue));
        image.getRaster().setSample(1, 0, 0, 1);

        Picture picture = reader.read(write(image, "png"));

        assertThat(picture.channels()).isEqualTo(3);
        assertThat(colourAt(picture, 0, 1)).containsExactly(200, 100, 50);
    }

    @Test
    void aPaletteOfGreysIsOneChannel() throws IOException {
        byte[] grey = {0, (byte) 200};
        BufferedImage image =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(1, 2, grey, grey, grey));
        image.getRaster().setSample(1, 0, 0, 1);

        Picture picture = reader.read(write(image, "png"));

        assertThat(picture.channels()).isEqualTo(1);
        assertThat(picture.at(0, 0, 1)).isEqualTo(200 / 255f);
    }

    @Test
    void aPartOfARasterStartsWhereThePartDoes() {
        BufferedImage whole = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        whole.getRaster().setSample(2, 3, 0, 99);

        Picture picture = RasterPlanes.of(whole.getSubimage(1, 2, 2, 2));

        assertThat(picture.at(0, 1, 1)).isEqualTo(99 / 255f);
    }

    @Test
    void readsJpeg() throws IOException {
        Picture picture = reader.read(write(painted(), "jpg"));

        assertThat(picture.channels()).isEqualTo(3);
        assertThat(picture.at(0, 8, 8)).isCloseTo(200 / 255f, within(3 / 255f)); // JPEG rounds in its own colour space
        assertThat(picture.at(2, 8, 8)).isCloseTo(50 / 255f, within(3 / 255f));
    }

    @Test
    void readsGreyJpegAsOneChannel() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);

        assertThat(reader.read(write(image, "jpg")).channels()).isEqualTo(1);
    }

    @Test
    void fourInksBecomeThreeColours() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        Path file = folder.resolve("inks.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(inks, null, null));
        } finally {
            writer.dispose();
        }

        Picture picture = reader.read(file);

        assertThat(picture.channels()).isEqualTo(3);
        assertThat(picture.width()).isEqualTo(16);
    }

    @Test
    void sizeComesFromTheHeaderAlone() throws IOException {
        Path file = truncated(write(painted(), "png"), 60);

        assertThat(reader.header(file).stored()).isEqualTo(new PictureSize(16, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aFileThatEndsEarlyIsBroken(String format) throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 40_000; i++) {
            image.setRGB(i % 200, i / 200, i * 7919);
        }
        Path whole = write(image, format);
        Path file = truncated(whole, (int) (Files.size(whole) / 2));

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(file + ": image cannot be decoded, ")
                .hasMessageEndingWith("\n    expected a complete DICOM, JPEG, PNG or TIFF file");
    }

    @Test
    void tellsThatAFileIsNoImage() throws IOException {
        Path file = Files.writeString(folder.resolve("text.png"), "no picture");

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": image cannot be decoded, it is neither DICOM, JPEG, PNG nor TIFF\n"
                        + "    expected a complete DICOM, JPEG, PNG or TIFF file");
        assertThatThrownBy(() -> reader.header(file)).isInstanceOf(UserInputException.class);
    }

    @Test
    void tellsThatAFileIsMissing() {
        Path file = folder.resolve("none.png");

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": image does not exist");
        assertThatThrownBy(() -> reader.header(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": image does not exist");
    }

    @Test
    void greyOfSixteenBitsIsStoredAsSuch() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);

        BufferedImage back = ImageIO.read(write(image, "png").toFile());

        assertThat(back.getRaster().getDataBuffer().getDataType()).isEqualTo(DataBuffer.TYPE_USHORT);
    }

    private static BufferedImage painted() {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(200, 100, 50));
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        return image;
    }

    private static int[] colourAt(Picture picture, int y, int x) {
        int[] colour = new int[picture.channels()];
        for (int channel = 0; channel < colour.length; channel++) {
            colour[channel] = Math.round(picture.at(channel, y, x) * 255);
        }
        return colour;
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("image." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    private static Path truncated(Path file, int bytes) throws IOException {
        return Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }
}
