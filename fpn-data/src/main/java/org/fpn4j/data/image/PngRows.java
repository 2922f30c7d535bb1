package org.fpn4j.data.image;

import java.util.Optional;

/**
 * The rows of a PNG as they come out of its compression, made pixels (ISO/IEC 15948, 9.2) and floats at once: no more than two
 * rows are kept beside the planes. Samples are whole bytes, rows are not interlaced.
 */
final class PngRows implements PngChunks.Inflated {
    private static final int NONE = -1;

    private final int width;
    private final int height;
    private final int channels;
    private final int depth;
    private final int step; // bytes of a pixel
    private final float[] planes;
    private byte[] row; // zeros for the pixel to the left of the first, then the bytes
    private byte[] above;
    private int filled;
    private int filter = NONE;
    private int y;
    private boolean unknown;

    /** @param header of 8 or 16 bits a sample, grey or RGB */
    PngRows(PngHeader header) {
        this.width = header.width();
        this.height = header.height();
        this.channels = header.channels();
        this.depth = header.depth();
        this.step = channels * depth / Byte.SIZE;
        this.planes = new float[channels * height * width];
        this.row = new byte[step + width * step];
        this.above = new byte[row.length];
        this.filled = step;
    }

    /** Takes the next bytes; those behind the last row are nothing. */
    @Override
    public void take(byte[] bytes, int count) {
        int at = 0;
        while (at < count && y < height) {
            if (filter == NONE) {
                filter = bytes[at++] & 0xFF;
            }
            int part = Math.min(count - at, row.length - filled);
            System.arraycopy(bytes, at, row, filled, part);
            at += part;
            filled += part;
            if (filled == row.length) {
                finish();
            }
        }
    }

    /** The picture; none where a row has a filter that there is not. */
    Optional<Picture> picture() {
        return unknown || y < height ? Optional.empty() : Optional.of(new Picture(width, height, channels, planes));
    }

    private void finish() {
        switch (filter) {
            case 0 -> {}
            case 1 -> addLeft();
            case 2 -> addAbove();
            case 3 -> addAverage();
            case 4 -> addPaeth();
            default -> unknown = true;
        }
        if (depth == Byte.SIZE) {
            storeBytes();
        } else {
            storeShorts();
        }
        byte[] next = above;
        above = row;
        row = next;
        filled = step;
        filter = NONE;
        y++;
    }

    private void addLeft() {
        for (int i = step; i < row.length; i++) {
            row[i] += row[i - step];
        }
    }

    private void addAbove() {
        for (int i = step; i < row.length; i++) {
            row[i] += above[i];
        }
    }

    private void addAverage() {
        for (int i = step; i < row.length; i++) {
            row[i] += (byte) (((row[i - step] & 0xFF) + (above[i] & 0xFF)) >> 1);
        }
    }

    /** Of left, above and the one between, that which is nearest to left + above - between; in doubt the earlier. */
    private void addPaeth() {
        for (int i = step; i < row.length; i++) {
            int left = row[i - step] & 0xFF;
            int up = above[i] & 0xFF;
            int between = above[i - step] & 0xFF;
            int nearest = Math.abs(up - between);
            int predicted = left;
            int ofUp = Math.abs(left - between);
            if (ofUp < nearest) {
                nearest = ofUp;
                predicted = up;
            }
            if (Math.abs(left + up - 2 * between) < nearest) {
                predicted = between;
            }
            row[i] += (byte) predicted;
        }
    }

    private void storeBytes() {
        for (int channel = 0; channel < channels; channel++) {
            int to = (channel * height + y) * width;
            for (int x = 0, from = step + channel; x < width; x++, from += step) {
                planes[to + x] = RasterPlanes.OF_BYTE[row[from] & 0xFF];
            }
        }
    }

    private void storeShorts() {
        for (int channel = 0; channel < channels; channel++) {
            int to = (channel * height + y) * width;
            for (int x = 0, from = step + 2 * channel; x < width; x++, from += step) {
                planes[to + x] = ((row[from] & 0xFF) << 8 | (row[from + 1] & 0xFF)) / 65535f;
            }
        }
    }
}
