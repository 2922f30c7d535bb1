package org.fpn4j.data.dicom;

import java.io.IOException;
import org.fpn4j.data.image.PictureSize;

/**
 * How pixels lie in a file (PS3.3, C.7.6.3).
 *
 * @param samples of a pixel
 * @param planar whether the samples of a channel lie together
 */
record PixelLayout(PictureSize size, int samples, Photometric photometric, boolean planar, SampleBits bits) {
    /**
     * That of a file.
     *
     * @throws IOException with what is missing or not read
     */
    static PixelLayout of(DataSet set) throws IOException {
        double[] frames = set.numbers(Tag.FRAMES, "Number of Frames");
        if (frames.length > 0 && frames[0] > 1) {
            throw new IOException("it has Number of Frames[" + (long) frames[0] + "], and files of one are read");
        }
        int rows = side(set, Tag.ROWS, "Rows");
        int columns = side(set, Tag.COLUMNS, "Columns");
        int samples = set.unsigned(Tag.SAMPLES).orElse(1);
        Photometric photometric = Photometric.of(set.text(Tag.PHOTOMETRIC), samples);
        boolean planar = samples > 1 && set.unsigned(Tag.PLANAR).orElse(0) == 1;
        SampleBits bits = SampleBits.of(set);
        if (bits.allocated() == 1 && samples > 1) {
            throw new IOException("its colours have Bits Allocated[1]");
        }
        return new PixelLayout(new PictureSize(columns, rows), samples, photometric, planar, bits);
    }

    private static int side(DataSet set, int tag, String name) throws IOException {
        int side = set.unsigned(tag).orElse(0);
        if (side == 0) {
            throw new IOException("its " + name + " are missing or [0]");
        }
        return side;
    }

    long pixels() {
        return (long) size.width() * size.height();
    }
}
