package org.fpn4j.data.survey;

import java.util.Arrays;

/**
 * 64 bits that hardly change when a picture is resized, compressed or made brighter: the signs, against their median, of the
 * lowest frequencies of its discrete cosine transform.
 *
 * <p>Source: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1. Differs
 * from it: pictures become 32 x 32 by means of cells in place of a 7 x 7 filter and single pixels.
 *
 * @param bits of coefficients (1, 1), (1, 2) .. (8, 8), the first the highest
 */
public record PictureHash(long bits) {
    private static final int LOWEST = 8; // frequencies along each axis, without the constant one
    private static final double[][] COSINES = cosines();

    private static double[][] cosines() {
        int side = GreyCells.SIDE;
        double[][] cosines = new double[LOWEST][side];
        for (int frequency = 0; frequency < LOWEST; frequency++) {
            for (int place = 0; place < side; place++) {
                cosines[frequency][place] = StrictMath.cos(Math.PI / side * (place + 0.5) * (frequency + 1));
            }
        }
        return cosines;
    }

    /** @param cells of {@link GreyCells} */
    static PictureHash of(double... cells) {
        int side = GreyCells.SIDE;
        double[] coefficients = new double[LOWEST * LOWEST];
        for (int v = 0; v < LOWEST; v++) {
            double[] across = new double[side];
            for (int x = 0; x < side; x++) {
                for (int y = 0; y < side; y++) {
                    across[x] += cells[y * side + x] * COSINES[v][y];
                }
            }
            for (int u = 0; u < LOWEST; u++) {
                for (int x = 0; x < side; x++) {
                    coefficients[v * LOWEST + u] += across[x] * COSINES[u][x];
                }
            }
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double coefficient : coefficients) {
            bits = bits << 1 | (coefficient > median ? 1 : 0);
        }
        return new PictureHash(bits);
    }

    /** How many bits differ, 0 to 64. */
    public int distance(PictureHash other) {
        return Long.bitCount(bits ^ other.bits);
    }
}
