package org.fpn4j.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.ImageInputStream;

/**
 * The chunks of a PNG (ISO/IEC 15948, 5.3): length, type, content, checksum. Java's decoder looks at no checksum, so a
 * file whose second half is zeros would be a picture whose second half is black.
 */
final class PngChunks {
    static final int SIGNATURE_BYTES = 8;
    static final int FRAME_BYTES = 12; // length, type, checksum
    static final int IHDR = 0x49484452;
    static final int IDAT = 0x49444154;
    static final int IEND = 0x49454E44;
    static final int TRNS = 0x74524E53;

    private static final long MOST_SURPLUS = 1 << 16; // bytes; decoders look at no more than the header declares
    private static final int MOST_EXIF_BYTES = 1 << 20;
    private static final int SCRATCH_BYTES = 1 << 15;

    /** Hears the bytes of the pixels as they were before compression, filters and all. */
    @FunctionalInterface
    interface Inflated {
        /**
         * The next of them.
         *
         * @param bytes valid during the call, the first {@code count} of them
         */
        void take(byte[] bytes, int count);
    }

    private PngChunks() {}

    /** The orientation that an {@code eXIf} chunk asks for; leaves the stream where it ends up. */
    static Optional<Orientation> orientation(ImageInputStream stream) throws IOException {
        stream.seek(SIGNATURE_BYTES);
        try {
            while (true) {
                long length = stream.readUnsignedInt();
                byte[] type = new byte[4];
                stream.readFully(type);
                long next = stream.getStreamPosition() + length + Integer.BYTES;
                switch (name(type, 0)) {
                    case "eXIf" -> {
                        byte[] block = new byte[(int) Math.min(length, MOST_EXIF_BYTES)];
                        stream.readFully(block);
                        return ExifOrientation.of(block);
                    }
                    case "IEND" -> {
                        return Optional.empty();
                    }
                    default -> {
                        if (!isType(type)) {
                            return Optional.empty(); // no chunk, and a long way of nothing may follow
                        }
                        stream.seek(next);
                    }
                }
            }
        } catch (EOFException e) {
            return Optional.empty(); // what is missing is told when the pixels are read
        }
    }

    /**
     * Goes through the whole file: every checksum holds, the compressed pixels are as many as declared and have theirs.
     *
     * @param pixels hears them before it is known whether they are whole
     * @throws IOException with what does not hold
     */
    static void verify(byte[] png, Inflated pixels) throws IOException {
        Inflater inflater = new Inflater();
        byte[] scratch = new byte[SCRATCH_BYTES];
        long declared = PngHeader.of(png).rawBytes();
        try {
            int at = SIGNATURE_BYTES;
            String name = "";
            while (!name.equals("IEND")) {
                if (png.length - at < FRAME_BYTES) {
                    throw new IOException("file ends before its last chunk");
                }
                long length = ByteBuffer.wrap(png).getInt(at) & 0xFFFFFFFFL;
                name = name(png, at + 4);
                if (length > png.length - at - FRAME_BYTES) {
                    throw new IOException("file ends within chunk[" + printable(name) + "]");
                }
                int size = (int) length;
                CRC32 crc = new CRC32();
                crc.update(png, at + 4, size + 4);
                if ((int) crc.getValue() != ByteBuffer.wrap(png).getInt(at + 8 + size)) {
                    throw new IOException("checksum of chunk[" + printable(name) + "] at byte[" + at + "] is wrong");
                }
                if (name.equals("IDAT")) {
                    inflater.setInput(png, at + 8, size);
                    inflate(inflater, declared, scratch, pixels);
                }
                at += FRAME_BYTES + size;
            }
            if (!inflater.finished() || inflater.getBytesWritten() < declared) {
                throw new IOException("compressed pixels end early");
            }
        } finally {
            inflater.end();
        }
    }

    private static void inflate(Inflater inflater, long declared, byte[] scratch, Inflated pixels) throws IOException {
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                int count = inflater.inflate(scratch);
                if (count == 0 && inflater.needsDictionary()) {
                    throw new IOException("compressed pixels need a dictionary");
                }
                pixels.take(scratch, count);
                if (inflater.getBytesWritten() > declared + MOST_SURPLUS) {
                    throw new IOException("compressed pixels are more than those that the header declares");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("compressed pixels are damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isType(byte[] type) {
        for (byte letter : type) {
            if ((letter < 'A' || letter > 'Z') && (letter < 'a' || letter > 'z')) {
                return false;
            }
        }
        return true;
    }

    private static String name(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 127) ? name : "?";
    }
}
