package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first chunk of a PNG (ISO/IEC 15948, 11.2.2).
 *
 * @param colour 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param depth bits of a sample
 * @param standard whether compression, filters and interlacing are some that there are
 */
record PngHeader(int width, int height, int colour, int depth, boolean standard, boolean interlaced) {
    static final int LENGTH = 13;

    private static final int CONTENT = 16; // behind the signature, a length and the type

    /** First column, first row, and the steps between columns and rows, of Adam7's passes. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    static PngHeader of(byte[] png) throws IOException {
        if (png.length < CONTENT + LENGTH) {
            throw new IOException("file ends within its header");
        }
        ByteBuffer content = ByteBuffer.wrap(png, CONTENT, LENGTH);
        int width = content.getInt();
        int height = content.getInt();
        int depth = content.get();
        int colour = content.get();
        if (colour < 0 || colour > 6 || colour == 1 || colour == 5) {
            throw new IOException("header declares a kind of colour that there is not");
        }
        if (width < 1 || height < 1 || depth < 1 || depth > 16) {
            throw new IOException("header declares size[" + width + "x" + height + "] of [" + depth + "] bits");
        }
        boolean standard = content.getShort() == 0; // compression and filters, a byte each
        byte interlacing = content.get();
        return new PngHeader(
                width, height, colour, depth, standard && (interlacing == 0 || interlacing == 1), interlacing == 1);
    }

    /** Whether it is grey or RGB in whole bytes, row by row. */
    boolean isPlain() {
        return standard && !interlaced && (colour == 0 || colour == 2) && (depth == 8 || depth == 16);
    }

    int channels() {
        return switch (colour) {
            case 0, 3 -> 1;
            case 4 -> 2;
            case 2 -> 3;
            default -> 4;
        };
    }

    /** Bits of a pixel in all its channels. */
    int bits() {
        return depth * channels();
    }

    /** Bytes of the pixels before compression; every row has one more. */
    long rawBytes() {
        if (!interlaced) {
            return rows(width, height);
        }
        long bytes = 0;
        for (int[] pass : PASSES) {
            long columns = (width - pass[0] + pass[2] - 1L) / pass[2];
            long rows = (height - pass[1] + pass[3] - 1L) / pass[3];
            bytes += columns > 0 && rows > 0 ? rows(columns, rows) : 0;
        }
        return bytes;
    }

    private long rows(long columns, long rows) {
        return rows * (1 + (columns * bits() + Byte.SIZE - 1) / Byte.SIZE);
    }
}
