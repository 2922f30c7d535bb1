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
    private static final int SIGNATURE_BYTES = 8;
    private static final int FRAME_BYTES = 12; // length, type, checksum
    private static final long MOST_SURPLUS = 1 << 16; // bytes; decoders look at no more than the header declares
    private static final int MOST_EXIF_BYTES = 1 << 20;

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
     * @throws IOException with what does not hold
     */
    static void verify(byte[] png) throws IOException {
        Inflater inflater = new Inflater();
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
                    inflate(inflater, png, at + 8, size, declared);
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

    private static void inflate(Inflater inflater, byte[] png, int from, int size, long declared) throws IOException {
        byte[] scratch = new byte[1 << 15];
        inflater.setInput(png, from, size);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                if (inflater.inflate(scratch) == 0 && inflater.needsDictionary()) {
                    throw new IOException("compressed pixels need a dictionary");
                }
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
