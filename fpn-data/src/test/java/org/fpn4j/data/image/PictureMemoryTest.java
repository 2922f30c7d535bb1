package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files that declare or hold much. */
class PictureMemoryTest {
    @TempDir
    private Path folder;

    private final PictureReader reader = new PictureReader();

    /** A PNG with a bit a pixel and a palette of red and blue, and zeros for pixels. */
    private Path png(int side, int interlaced, long zeros) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer header = ByteBuffer.allocate(13).putInt(side).putInt(side);
        header.put((byte) 1).put((byte) 3).put((byte) 0).put((byte) 0).put((byte) interlaced);
        chunk(png, "IHDR", header.array());
        chunk(png, "PLTE", new byte[] {-1, 0, 0, 0, 0, -1});
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            byte[] block = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= block.length) {
                deflater.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        chunk(png, "IDAT", pixels.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return Files.write(folder.resolve("a.png"), png.toByteArray());
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        png.writeBytes(chunk.putInt((int) crc.getValue()).array());
    }

    private static long bytes(int side) {
        return (long) side * (1 + (side + 7) / 8);
    }

    @Test
    void aPictureThatNeedsMoreMemoryThanThereIsIsRefused() throws IOException {
        Path file = png(14_000, 0, bytes(14_000));

        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(InsufficientMemoryException.class)
                // 13 bytes a pixel: one as it is decoded, three floats
                .hasMessageStartingWith(file + ": pixels[196000000] need [2430] MB of memory, and [");
    }

    @Test
    void aFileOfManyBytesIsRefusedBeforeItIsRead() throws IOException {
        Path file = png(10, 0, bytes(10));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2_147_483_000L);
        }

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageStartingWith(file + ": bytes of the picture's file need [2048] MB of memory, and [");
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 30", "1, 0, 2", "17, 1, 88", "1, 1, 2", "2, 1, 6"}) // bytes by the standard's passes
    void asManyPixelsAsTheHeaderDeclaresAreNeeded(int side, int interlaced, int bytes) throws IOException {
        assertThat(reader.read(png(side, interlaced, bytes)).width()).isEqualTo(side);

        Path less = png(side, interlaced, bytes - 1);
        assertThatThrownBy(() -> reader.read(less))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("image cannot be decoded, compressed pixels end early");
    }

    @Test
    void pixelsThatAreManyMoreThanDeclaredAreNotUnpacked() throws IOException {
        Path file = png(10, 0, 100_000_000);

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("compressed pixels are more than those that the header declares");
    }

    /** Nobody decodes a second picture while one that fills the room is at work. */
    @Test
    void largePicturesAreDecodedOneAtATime() {
        DecodingRoom room = new DecodingRoom();
        int side = (int) Math.sqrt(HeapBudget.share(3) / 16.0) + 1;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        IntStream.range(0, 8)
                .parallel()
                .forEach(i -> room.with(side, side, () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    return inside.decrementAndGet();
                }));

        assertThat(most.get()).isEqualTo(1);
    }
}
