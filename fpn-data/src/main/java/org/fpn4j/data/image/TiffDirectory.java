package org.fpn4j.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** The first directory of a TIFF (TIFF 6.0, section 2), of which every value lies in the file; and that there is no other. */
final class TiffDirectory {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int SAMPLE_FORMAT = 339;
    private static final int MOST_SAMPLES = 4; // red, green, blue and transparency
    private static final int MOST_TILE = 1 << 12; // pixels a side; tiles may be larger than a picture
    private static final long MOST_EXPANDED = 1500; // bytes of a byte: LZW and deflate do not reach it
    private static final int[] BYTES_OF_TYPE = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    private static final int PALETTE = 3; // 0 and 1 are grey, 2 is RGB, others other colours

    private final Map<Integer, Integer> first = new HashMap<>(); // value of each tag

    private TiffDirectory() {}

    /**
     * Reads from the start of a stream.
     *
     * @throws IOException where it is broken, or not read
     */
    static TiffDirectory of(ImageInputStream stream) throws IOException {
        stream.setByteOrder(stream.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        stream.seek(4);
        stream.seek(stream.readUnsignedInt());
        TiffDirectory directory = new TiffDirectory();
        int entries = stream.readUnsignedShort();
        for (int i = 0; i < entries; i++) {
            directory.readEntry(stream);
        }
        if (stream.readUnsignedInt() != 0) {
            throw new IOException("it has several pages, and files of one are read");
        }
        directory.requireKnown();
        directory.requireLikely(stream.length());
        return directory;
    }

    private void readEntry(ImageInputStream stream) throws IOException {
        int tag = stream.readUnsignedShort();
        int type = stream.readUnsignedShort();
        long count = stream.readUnsignedInt();
        long next = stream.getStreamPosition() + Integer.BYTES;
        if (type > 0 && type < BYTES_OF_TYPE.length) {
            long bytes = count * BYTES_OF_TYPE[type];
            if (bytes > Integer.BYTES) {
                stream.seek(stream.readUnsignedInt());
                if (stream.getStreamPosition() + bytes > stream.length()) {
                    throw new EOFException();
                }
            }
            if (count > 0) {
                int value = value(stream, type);
                first.put(tag, value);
                for (long i = 1; tag == BITS && i < Math.min(count, MOST_SAMPLES); i++) {
                    if (value(stream, type) != value) {
                        throw new IOException("its samples are of different numbers of bits");
                    }
                }
            }
        }
        stream.seek(next);
    }

    private static int value(ImageInputStream stream, int type) throws IOException {
        return switch (BYTES_OF_TYPE[type]) {
            case Byte.BYTES -> stream.readUnsignedByte();
            case Short.BYTES -> stream.readUnsignedShort();
            default -> stream.readInt();
        };
    }

    /** What a decoder is asked to allocate goes by these, so they have to be likely for a file of so many bytes. */
    private void requireLikely(long length) throws IOException {
        int samples = first.getOrDefault(SAMPLES, 1);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new IOException(
                    "its pixels have samples[" + samples + "], and up to [" + MOST_SAMPLES + "] are read");
        }
        long bits = (long) samples * first.getOrDefault(BITS, 1);
        long row = (unsigned(WIDTH) * bits + Byte.SIZE - 1) / Byte.SIZE;
        if (unsigned(HEIGHT) > 0 && row > length * MOST_EXPANDED / unsigned(HEIGHT)) {
            throw new IOException("its header declares size[" + unsigned(WIDTH) + "x" + unsigned(HEIGHT)
                    + "], and the file has bytes[" + length + "]");
        }
        if (unsigned(TILE_WIDTH) > MOST_TILE || unsigned(TILE_HEIGHT) > MOST_TILE) {
            throw new IOException("its tiles have more than [" + MOST_TILE + "] pixels a side");
        }
    }

    private long unsigned(int tag) {
        return Integer.toUnsignedLong(first.getOrDefault(tag, 0));
    }

    private void requireKnown() throws IOException {
        if (!first.containsKey(WIDTH)) {
            throw new IOException("its directory has no size");
        }
        int bits = first.getOrDefault(BITS, 1);
        int format = first.getOrDefault(SAMPLE_FORMAT, 1);
        int photometric = first.getOrDefault(PHOTOMETRIC, 1);
        if ((bits != 1 && bits != Byte.SIZE && bits != Short.SIZE) || format != 1) {
            throw new IOException("its samples are of bits[" + bits + "] and format[" + format
                    + "], and whole numbers of [8] and [16] bits without a sign are read");
        }
        if (photometric < 0 || photometric > PALETTE) {
            throw new IOException("its photometric interpretation[" + photometric + "] is neither grey nor RGB");
        }
    }

    Orientation orientation() {
        return Optional.ofNullable(first.get(ORIENTATION))
                .flatMap(Orientation::ofTag)
                .orElse(Orientation.UPRIGHT);
    }
}
