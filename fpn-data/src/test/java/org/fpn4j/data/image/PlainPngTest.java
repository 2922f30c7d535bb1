package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are decoded while they are inflated, against Java's decoder. */
class PlainPngTest {
    private static final int GREY = 0;
    private static final int RGB = 2;

    @TempDir
    Path folder;

    /** Any bytes are some picture under any filter; a filter above 4 stands for each in turn. */
    private static byte[] filtered(int width, int height, int depth, int colour, int filter) {
        int row = 1 + width * depth / 8 * (colour == RGB ? 3 : 1);
        byte[] bytes = new byte[row * height];
        new Random(depth + 31L * colour + 17L * filter).nextBytes(bytes);
        for (int y = 0; y < height; y++) {
            bytes[y * row] = (byte) (filter > 4 ? (y + filter) % 5 : filter);
        }
        return bytes;
    }

    private static void decodesAsJavaDoes(byte[] png) throws IOException {
        Picture expected = ImageIoPicture.of(png).decode();

        PlainPng plain = PlainPng.of(png).orElseThrow();

        assertThat(plain.channels()).isEqualTo(expected.channels());
        assertThat(plain.size()).isEqualTo(new PictureSize(expected.width(), expected.height()));
        assertThat(plain.bytesOfPixel()).isEqualTo(ImageIoPicture.of(png).bytesOfPixel());
        assertThat(plain.decode().planes()).isEqualTo(expected.planes());
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0, 37, 23",
        "16, 0, 37, 23",
        "8, 2, 37, 23",
        "16, 2, 37, 23",
        "8, 0, 1, 1",
        "16, 0, 1, 1",
        "8, 2, 1, 1",
        "16, 2, 1, 1",
        "8, 0, 1, 40",
        "16, 2, 1, 40",
        "16, 0, 40, 1",
        "8, 2, 40, 1",
        "16, 0, 30000, 3" // rows beyond what is inflated at once
    })
    void everyFilterGivesTheBitsOfJava(int depth, int colour, int width, int height) throws IOException {
        for (int filter = 0; filter < 10; filter++) {
            byte[] rows = filtered(width, height, depth, colour, filter);

            decodesAsJavaDoes(PngBytes.of(width, height, depth, colour)
                    .chunk("IDAT", PngBytes.compressed(rows))
                    .end());
        }
    }

    @Test
    void everyValueOfSixteenBitsIsThatOfJava() throws IOException {
        ByteBuffer rows = ByteBuffer.allocate(256 * (1 + 512));
        for (int y = 0; y < 256; y++) {
            rows.put((byte) 0);
            for (int x = 0; x < 256; x++) {
                rows.putShort((short) (y * 256 + x));
            }
        }

        decodesAsJavaDoes(PngBytes.of(256, 256, 16, GREY)
                .chunk("IDAT", PngBytes.compressed(rows.array()))
                .end());
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_3BYTE_BGR})
    void whatJavaWroteIsRead(int type) throws IOException {
        BufferedImage image = new BufferedImage(61, 47, type);
        Random random = new Random(type);
        for (int i = 0; i < 61 * 47; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                int value = random.nextInt(type == BufferedImage.TYPE_USHORT_GRAY ? 300 : 30)
                        + i; // smooth, so that filters pay
                image.getRaster().setSample(i % 61, i / 61, band, value % (value > 5000 ? 256 : 250));
            }
        }

        decodesAsJavaDoes(PictureBytes.encoded(image, "png"));
    }

    /** Each byte in a chunk of its own, and empty chunks among them; some bytes behind the pixels. */
    @Test
    void chunksEndAnywhere() throws IOException {
        byte[] compressed = PngBytes.compressed(Arrays.copyOf(filtered(5, 4, 16, RGB, 5), 4 * 31 + 9));
        PngBytes png = PngBytes.of(5, 4, 16, RGB).chunk("gAMA", (byte) 0, (byte) 1, (byte) 0, (byte) 0);
        png.chunk("sBIT", (byte) 12, (byte) 12, (byte) 12).chunk("IDAT");
        for (byte one : compressed) {
            png.chunk("IDAT", one).chunk("IDAT");
        }

        decodesAsJavaDoes(png.chunk("tEXt", (byte) 'a', (byte) 0).end());
    }

    @Test
    void whatIsNotPlainIsLeftToJava() throws IOException {
        byte[] rows = PngBytes.compressed(filtered(3, 2, 8, GREY, 5));
        byte[] half = Arrays.copyOf(rows, rows.length / 2);
        byte[] rest = Arrays.copyOfRange(rows, half.length, rows.length);
        byte[] interlaced = ByteBuffer.allocate(13)
                .putInt(3)
                .putInt(2)
                .put((byte) 8)
                .put(12, (byte) 1)
                .array();

        assertThat(PlainPng.of(grey().chunk("IDAT", rows).end())).isPresent();
        assertThat(PlainPng.of(grey().chunk("tRNS", (byte) 0, (byte) 9)
                        .chunk("IDAT", rows)
                        .end()))
                .isEmpty();
        assertThat(PlainPng.of(grey().chunk("IDAT", half)
                        .chunk("tEXt")
                        .chunk("IDAT", rest)
                        .end()))
                .isEmpty();
        assertThat(PlainPng.of(grey().chunk("ABCD").chunk("IDAT", rows).end())).isEmpty();
        assertThat(PlainPng.of(grey().end())).isEmpty();
        assertThat(PlainPng.of(new PngBytes()
                        .chunk("IHDR", interlaced)
                        .chunk("IDAT", rows)
                        .end()))
                .isEmpty();
        assertThat(PlainPng.of(PngBytes.of(3, 2, 4, GREY).chunk("IDAT", rows).end()))
                .isEmpty();
        assertThat(PlainPng.of(PngBytes.of(3, 2, 8, 6).chunk("IDAT", rows).end()))
                .isEmpty();
    }

    private static PngBytes grey() {
        return PngBytes.of(3, 2, 8, GREY);
    }

    /** A thousand times what Deflate could make of so few bytes takes no memory. */
    @Test
    void aFileTooSmallForItsPixelsIsNotDecodedAsItIsInflated() throws IOException {
        byte[] png = PngBytes.of(10_000, 10_000, 16, GREY)
                .chunk("IDAT", PngBytes.compressed(new byte[100]))
                .end();
        Path file = Files.write(folder.resolve("a.png"), png);

        assertThat(PlainPng.of(png)).isEmpty();
        assertThatThrownBy(() -> new PictureReader().read(file))
                .hasMessageStartingWith(file + ": image cannot be decoded, compressed pixels end early");
    }

    @Test
    void aFilterThatThereIsNotIsToldAsJavaTellsIt() throws IOException {
        byte[] rows = filtered(3, 2, 8, GREY, 0);
        rows[4] = 5;
        byte[] png = grey().chunk("IDAT", PngBytes.compressed(rows)).end();
        Path file = Files.write(folder.resolve("a.png"), png);

        assertThat(PlainPng.of(png)).isPresent();
        assertThatThrownBy(() -> new PictureReader().read(file))
                .hasMessageStartingWith(file + ": image cannot be decoded, ")
                .hasMessageContaining("Error reading PNG image data");
    }
}
