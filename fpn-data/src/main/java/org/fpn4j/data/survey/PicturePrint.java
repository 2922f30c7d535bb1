package org.fpn4j.data.survey;

import java.util.Arrays;
import java.util.Optional;
import org.fpn4j.data.image.Picture;

/**
 * What a picture is recognised by in another size, another compression or other light: its {@link PictureHash}, and its grey
 * values on 32 x 32 cells, with which pictures are told apart that have a hash in common because they show the same
 * kind of thing, as radiographs do.
 *
 * <p>Two prints are of one picture where at most {@link #MOST_BITS} of 64 bits differ and the cells' details correlate by
 * {@link #LEAST_CORRELATION} or more. Details are what is left of a cell without the mean of the nine cells around it: the
 * outline of a chest is in every radiograph, what lies in it is not.
 */
public final class PicturePrint {
    /** Bits of the hash that may differ. */
    public static final int MOST_BITS = 10;

    /** The least correlation of details. */
    public static final double LEAST_CORRELATION = 0.97;

    private static final double LEAST_CONTRAST = 0.004; // a 255th: standard deviation of cells below it is rounding

    private final PictureHash hash;
    private final float[] details; // [32 * 32], mean 0 and length 1

    private PicturePrint(PictureHash hash, float[] details) {
        this.hash = hash;
        this.details = details;
    }

    /** The print of a picture; empty where it shows nothing, as one of a single colour. */
    public static Optional<PicturePrint> of(Picture picture) {
        double[] cells = GreyCells.of(picture);
        if (deviation(cells) < LEAST_CONTRAST) {
            return Optional.empty();
        }
        return Optional.of(new PicturePrint(PictureHash.of(cells), normalised(details(cells))));
    }

    private static double deviation(double... values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }

    private static double[] details(double... cells) {
        int side = GreyCells.SIDE;
        double[] details = new double[cells.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double sum = 0;
                int count = 0;
                for (int row = Math.max(0, y - 1); row <= Math.min(side - 1, y + 1); row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(side - 1, x + 1); column++) {
                        sum += cells[row * side + column];
                        count++;
                    }
                }
                details[y * side + x] = cells[y * side + x] - sum / count;
            }
        }
        return details;
    }

    private static float[] normalised(double... values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double length = Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum());
        float[] normalised = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            normalised[i] = length == 0 ? 0 : (float) ((values[i] - mean) / length);
        }
        return normalised;
    }

    /** Its hash. */
    public PictureHash hash() {
        return hash;
    }

    /** The correlation of details, in [-1, 1]. */
    public double correlation(PicturePrint other) {
        double sum = 0;
        for (int i = 0; i < details.length; i++) {
            sum += (double) details[i] * other.details[i];
        }
        return sum;
    }

    /** Whether both are of one picture. */
    public boolean isOfSamePicture(PicturePrint other) {
        return hash.distance(other.hash) <= MOST_BITS && correlation(other) >= LEAST_CORRELATION;
    }
}
