package org.fpn4j.tracking.tensorboard;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Records one after another, as TensorFlow frames them (tensorflow/core/lib/io/record_writer.h): the length in eight bytes, its
 * checksum, the bytes, their checksum; little endian. A file that ends within a record is whole up to there.
 */
final class Records {
    private static final int MASK = 0xA282EAD8;
    private static final int CHECKSUM = 4;
    private static final long LARGEST = 64L << 20; // bytes of a record, far beyond any of ours

    private Records() {}

    static void write(OutputStream stream, byte[] record) throws IOException {
        byte[] length = littleEndian(Long.BYTES).putLong(record.length).array();
        stream.write(length);
        stream.write(littleEndian(CHECKSUM).putInt(checksum(length)).array());
        stream.write(record);
        stream.write(littleEndian(CHECKSUM).putInt(checksum(record)).array());
    }

    /** The next record; empty at the end, and where it is torn or damaged. */
    static Optional<byte[]> read(InputStream stream, long longest) throws IOException {
        DataInputStream whole = new DataInputStream(stream);
        try {
            byte[] length = exactly(whole, Long.BYTES);
            int checksum = number(whole);
            long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (checksum != checksum(length) || size < 0 || size > Math.min(longest, LARGEST)) {
                return Optional.empty();
            }
            byte[] record = exactly(whole, (int) size);
            return number(whole) == checksum(record) ? Optional.of(record) : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static byte[] exactly(DataInputStream stream, int count) throws IOException {
        byte[] bytes = new byte[count];
        stream.readFully(bytes);
        return bytes;
    }

    private static int number(DataInputStream stream) throws IOException {
        return ByteBuffer.wrap(exactly(stream, CHECKSUM))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    /** CRC-32C, turned by 15 bits and moved: a checksum of bytes that hold checksums would be of no use otherwise. */
    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
