package org.fpn4j.data.dicom;

/**
 * Decoded samples as they would lie in a file that is not compressed. The array may be the file itself.
 *
 * @param offset of the first
 * @param bytes of a sample, 1 or 2
 * @param bigEndian the order of two
 * @param planar whether the samples of a channel lie together
 * @param luminanceFirst whether three samples are luminance and two differences of colour, not red, green and blue
 */
record Cells(
        byte[] content,
        int offset,
        int bytes,
        boolean bigEndian,
        boolean planar,
        int pixels,
        int samples,
        SampleBits bits,
        boolean luminanceFirst) {
    /** The cell of a pixel's sample. */
    int at(int pixel, int sample) {
        int index = planar ? sample * pixels + pixel : pixel * samples + sample;
        int from = offset + index * bytes;
        if (bytes == 1) {
            return content[from] & 0xFF;
        }
        return bigEndian
                ? ((content[from] & 0xFF) << 8) | (content[from + 1] & 0xFF)
                : ((content[from + 1] & 0xFF) << 8) | (content[from] & 0xFF);
    }

    /** How often each content of a cell occurs in the first channel. */
    int[] counts() {
        int[] counts = new int[bits.cells()];
        for (int pixel = 0; pixel < pixels; pixel++) {
            counts[at(pixel, 0)]++;
        }
        return counts;
    }

    /** A record's text would have all bytes. */
    @Override
    public String toString() {
        return "cells[" + pixels + "x" + samples + "]";
    }
}
