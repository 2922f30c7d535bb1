package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFormatTest {
    @TempDir
    Path folder;

    private final PictureReader reader = new PictureReader();

    private record Entry(int tag, int value) {}

    /** Pixels behind the directory, in one strip; entries that are given stand for the usual ones. */
    private Path tiff(ByteOrder order, int bits, int photometric, int samples, byte[] pixels, Entry... others)
            throws IOException {
        int[][] usual = {
            {256, 2},
            {257, 2},
            {258, bits},
            {259, 1},
            {262, photometric},
            {273, 0},
            {277, samples},
            {278, 2},
            {279, pixels.length}
        };
        Map<Integer, Integer> entries = new TreeMap<>();
        for (int[] one : usual) {
            entries.put(one[0], one[1]);
        }
        for (Entry one : others) {
            entries.put(one.tag(), one.value());
        }
        int directory = 8 + 2 + entries.size() * 12 + 4;
        ByteBuffer file = ByteBuffer.allocate(directory + 8 + pixels.length).order(order);
        file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'))
                .put(file.get(0))
                .putShort((short) 42)
                .putInt(8);
        file.putShort((short) entries.size());
        entries.forEach((tag, value) -> {
            file.putShort((short) (int) tag).putShort((short) 3); // SHORT
            if (tag == 258 && samples > 1) {
                file.putInt(samples).putInt(directory);
            } else {
                file.putInt(1)
                        .putShort((short) (tag == 273 ? directory + 8 : value))
                        .putShort((short) 0);
            }
        });
        file.putInt(0);
        for (int i = 0; i < 3; i++) {
            file.putShort((short) bits);
        }
        file.putShort((short) 0).put(pixels);
        return Files.write(folder.resolve("a.tif"), file.array());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void greyOfSixteenBitsKeepsThem(boolean little) throws IOException {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer pixels = ByteBuffer.allocate(8).order(order);
        pixels.putShort((short) 1)
                .putShort((short) 40_001)
                .putShort((short) 40_002)
                .putShort((short) 65_535);

        Picture picture = reader.read(tiff(order, 16, 1, 1, pixels.array()));

        assertThat(picture.channels()).isEqualTo(1);
        assertThat(picture.planes()).containsExactly(1 / 65535f, 40_001 / 65535f, 40_002 / 65535f, 1);
    }

    @Test
    void coloursOfSixteenBitsKeepThem() throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 12; i++) {
            pixels.putShort((short) (5_000 * i + 1));
        }

        Picture picture = reader.read(tiff(ByteOrder.LITTLE_ENDIAN, 16, 2, 3, pixels.array()));

        assertThat(picture.at(0, 0, 1)).isEqualTo(15_001 / 65535f);
        assertThat(picture.at(2, 1, 1)).isEqualTo(55_001 / 65535f);
    }

    @Test
    void whereZeroIsWhiteGreysAreTurnedAbout() throws IOException {
        Path file = tiff(ByteOrder.LITTLE_ENDIAN, 8, 0, 1, new byte[] {0, 55, (byte) 200, (byte) 255});

        assertThat(reader.read(file).planes()).containsExactly(1, 200 / 255f, 55 / 255f, 0);
    }

    @Test
    void theOrientationIsKnownBeforePixelsAre() throws IOException {
        Path file = tiff(ByteOrder.BIG_ENDIAN, 8, 1, 1, new byte[4], new Entry(274, 6));

        PictureHeader header = reader.header(file);

        assertThat(header.orientation()).isEqualTo(Orientation.TURNED_90);
        assertThat(header.stored()).isEqualTo(new PictureSize(2, 2));
    }

    @Test
    void packedPixelsComeAsTheyWere() throws IOException {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 200; i++) {
            image.getRaster().setSample(i % 20, i / 20, 0, i * 300);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionType("LZW");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        }
        writer.dispose();

        Picture picture = reader.read(Files.write(folder.resolve("packed.png"), bytes.toByteArray()));

        assertThat(picture.at(0, 9, 19)).isEqualTo(199 * 300 / 65535f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    258 | 32 | its samples are of bits[32] and format[1], and whole numbers of [8] and [16] bits without a sign are read
                    339 | 3  | its samples are of bits[8] and format[3], and whole numbers of [8] and [16] bits without a sign are read
                    262 | 6  | its photometric interpretation[6] is neither grey nor RGB
                    """)
    void whatIsNotReadIsRefusedByName(int tag, int value, String message) throws IOException {
        Path file = tiff(ByteOrder.LITTLE_ENDIAN, 8, 1, 1, new byte[4], new Entry(tag, value));

        assertThatThrownBy(() -> reader.header(file))
                .hasMessageContaining("image cannot be decoded, " + message + "\n");
        assertThatThrownBy(() -> reader.read(file)).hasMessageContaining("image cannot be decoded, " + message + "\n");
    }

    @Test
    void asManyPixelsAsDeclaredAreNeeded() throws IOException {
        Path file = tiff(ByteOrder.LITTLE_ENDIAN, 8, 1, 1, new byte[4], new Entry(257, 4_000), new Entry(278, 4_000));

        assertThatThrownBy(() -> reader.read(file)).hasMessageContaining("image cannot be decoded, ");
    }

    @Test
    void severalPagesAreRefused() throws IOException {
        Path file = tiff(ByteOrder.LITTLE_ENDIAN, 8, 1, 1, new byte[4]);
        byte[] two = Files.readAllBytes(file);
        two[8 + 2 + 9 * 12] = 8; // the next directory is the first
        Files.write(file, two);

        assertThatThrownBy(() -> reader.header(file))
                .hasMessageContaining("image cannot be decoded, it has several pages, and files of one are read");
    }
}
