package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RLE Lossless (PS3.5, annex G): a segment for each byte of each sample, the most significant first, packed as PackBits does.
 * What a segment has beyond its pixels is padding; one that has less is broken.
 */
final class RleDecoder {
    private static final int HEADER_BYTES = 64;
    private static final int MOST_SEGMENTS = 15;
    private static final int MOST_EXPANDED = 64; // a byte stands for no more: two are a run of 128

    private RleDecoder() {}

    /** Samples plane by plane, little endian. */
    static byte[] decode(byte[] packed, int pixels, int samples, int bytesOfCell) throws IOException {
        if (packed.length < HEADER_BYTES) {
            throw new IOException("its RLE header ends early");
        }
        ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        int segments = header.getInt();
        int needed = samples * bytesOfCell;
        if (segments != needed || needed > MOST_SEGMENTS) {
            throw new IOException("it has RLE segments[" + segments + "], where pixels need [" + needed + "]");
        }
        if ((long) pixels * needed > (long) packed.length * MOST_EXPANDED) {
            throw new IOException("its RLE segments end early");
        }
        byte[] plain = new byte[Math.multiplyExact(pixels, needed)];
        int[] starts = new int[segments + 1];
        for (int i = 0; i < segments; i++) {
            starts[i] = header.getInt();
            if (starts[i] < HEADER_BYTES || starts[i] > packed.length || (i > 0 && starts[i] < starts[i - 1])) {
                throw new IOException("its RLE segment[" + (i + 1) + "] begins at no place of the pixels");
            }
        }
        starts[segments] = packed.length;
        for (int i = 0; i < segments; i++) {
            int sample = i / bytesOfCell;
            int place = bytesOfCell - 1 - i % bytesOfCell;
            boolean full = unpack(
                    packed,
                    starts[i],
                    starts[i + 1],
                    plain,
                    sample * pixels * bytesOfCell + place,
                    bytesOfCell,
                    pixels);
            if (!full) {
                throw new IOException("its RLE segment[" + (i + 1) + "] of [" + segments + "] ends early");
            }
        }
        return plain;
    }

    /** Whether the segment had all bytes that are needed. */
    private static boolean unpack(byte[] packed, int from, int end, byte[] plain, int first, int step, int needed) {
        int at = from;
        int to = first;
        int left = needed;
        while (left > 0 && at < end) {
            int control = packed[at++];
            if (control >= 0) {
                int length = Math.min(Math.min(control + 1, left), end - at);
                for (int i = 0; i < length; i++, to += step) {
                    plain[to] = packed[at + i];
                }
                at += control + 1;
                left -= length;
            } else if (control > Byte.MIN_VALUE && at < end) { // that one stands for nothing
                byte value = packed[at++];
                int length = Math.min(1 - control, left);
                for (int i = 0; i < length; i++, to += step) {
                    plain[to] = value;
                }
                left -= length;
            }
        }
        return left == 0;
    }
}
