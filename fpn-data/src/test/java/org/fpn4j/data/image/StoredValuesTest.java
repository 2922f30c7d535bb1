package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file stores is what comes out, or nothing does. */
class StoredValuesTest {
    private static final String HINT = "\n    expected a complete DICOM, JPEG, PNG or TIFF file";

    @TempDir
    Path folder;

    private final PictureReader reader = new PictureReader();

    /** The profile of linear light makes a decoder that applies it turn 100 into 169. */
    @Test
    void theProfileOfAJpegChangesNoValue() throws IOException {
        byte[] plain = PictureBytes.encoded(painted(), "jpg");
        byte[] header = PictureBytes.joined(PictureBytes.ascii("ICC_PROFILE\0"), new byte[] {1, 1});
        byte[] tagged = PictureBytes.withSegment(
                plain, 0xE2, PictureBytes.joined(header, profile().getData()));

        Picture picture = reader.read(Files.write(folder.resolve("tagged.jpg"), tagged));

        assertThat(picture.planes())
                .containsExactly(reader.read(Files.write(folder.resolve("plain.jpg"), plain))
                        .planes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iCCP", "gAMA", "cHRM", "sRGB"})
    void noChunkAboutColoursChangesAValueOfAPng(String type) throws IOException {
        byte[] plain = PictureBytes.encoded(painted(), "png");
        byte[] tagged = PictureBytes.withChunk(plain, type, content(type));

        Picture picture = reader.read(Files.write(folder.resolve("tagged.png"), tagged));

        assertThat(picture.planes())
                .containsExactly(reader.read(Files.write(folder.resolve("plain.png"), plain))
                        .planes());
    }

    @Test
    void aChunkWhoseChecksumIsWrongIsTold() throws IOException {
        byte[] png = PictureBytes.encoded(painted(), "png");
        png[45] ^= 1; // within IDAT, whose content starts at byte 41
        Path file = Files.write(folder.resolve("flipped.png"), png);

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": image cannot be decoded, checksum of chunk[IDAT] at byte[33] is wrong" + HINT);
    }

    @Test
    void pixelsThatBecameZerosAreTold() throws IOException {
        byte[] png = PictureBytes.encoded(noise(), "png");
        Arrays.fill(png, png.length / 2, png.length, (byte) 0);
        Path file = Files.write(folder.resolve("zeros.png"), png);

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": image cannot be decoded, checksum of chunk[IDAT] at byte[33] is wrong" + HINT);
    }

    @Test
    void compressedPixelsHaveAChecksumOfTheirOwn() throws IOException {
        byte[] compressed = compressed(new byte[2 * (1 + 3)]); // two rows of a filter byte and three grey pixels
        compressed[compressed.length - 1] ^= 1;

        Path wrong = Files.write(folder.resolve("adler.png"), grey(compressed));
        Path early = Files.write(folder.resolve("early.png"), grey(Arrays.copyOf(compressed, compressed.length - 4)));

        assertThatThrownBy(() -> reader.read(wrong))
                .hasMessage(wrong + ": image cannot be decoded, compressed pixels are damaged: incorrect data check"
                        + HINT);
        assertThatThrownBy(() -> reader.read(early))
                .hasMessage(early + ": image cannot be decoded, compressed pixels end early" + HINT);
    }

    @Test
    void aPngWithoutItsLastChunkIsTold() throws IOException {
        byte[] png = PictureBytes.encoded(painted(), "png");
        Path file = Files.write(folder.resolve("cut.png"), Arrays.copyOf(png, png.length - 12));

        assertThatThrownBy(() -> reader.read(file))
                .hasMessage(file + ": image cannot be decoded, file ends before its last chunk" + HINT);
    }

    @ParameterizedTest
    @CsvSource({"gif, GIF", "bmp, BMP"})
    void otherFormatsAreRefusedByNameWhateverTheFileIsCalled(String format, String name) throws IOException {
        Path file = Files.write(folder.resolve("picture.png"), PictureBytes.encoded(painted(), format));
        String message = file + ": image cannot be decoded, it is " + name + ", not DICOM, JPEG, PNG or TIFF" + HINT;

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> reader.header(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(message);
    }

    private static ICC_Profile profile() {
        return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB);
    }

    private static byte[] content(String type) throws IOException {
        return switch (type) {
            case "iCCP" -> PictureBytes.joined(
                    PictureBytes.ascii("linear\0\0"), compressed(profile().getData()));
            case "gAMA" -> ByteBuffer.allocate(4).putInt(100_000).array();
            case "cHRM" -> ByteBuffer.allocate(32)
                    .putInt(31_270)
                    .putInt(32_900) // white point, then red, green and blue of Display P3
                    .putInt(68_000)
                    .putInt(32_000)
                    .putInt(26_500)
                    .putInt(69_000)
                    .putInt(15_000)
                    .putInt(6_000)
                    .array();
            default -> new byte[] {0};
        };
    }

    /** Three columns and two rows of grey. */
    private static byte[] grey(byte[] compressed) {
        byte[] header =
                ByteBuffer.allocate(13).putInt(3).putInt(2).put((byte) 8).array();
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        byte[] end = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};
        byte[] start = Arrays.copyOf(PictureBytes.joined(signature, new byte[25]), 33);
        byte[] withHeader = PictureBytes.withChunk(start, "IHDR", header); // stands where a first chunk would end
        byte[] first = PictureBytes.joined(signature, Arrays.copyOfRange(withHeader, 33, withHeader.length));
        return PictureBytes.joined(PictureBytes.withChunk(first, "IDAT", compressed), end);
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(plain);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage painted() {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, (100 << 16) | (150 << 8) | 40);
        }
        return image;
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 10_000; i++) {
            image.setRGB(i % 100, i / 100, i * 7919);
        }
        return image;
    }
}
