package org.fpn4j.experiments.optimization;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Euclidean norm of a long vector of {@code float32}, squared and summed in {@code float64}: a sum of millions of squares in
 * {@code float32} loses the small ones, up to a percent of a detector's norm, and clipping goes by it. The order of
 * additions is fixed, so the bits depend neither on the processor nor on a number of threads.
 */
public final class GradientNorm {
    private static final int CHUNK = 1 << 16; // values; ND4J reads single ones slowly

    private GradientNorm() {}

    /** The norm; not finite where a value is not. */
    public static double of(INDArray vector) {
        FloatPointer values = new FloatPointer(vector.data().addressPointer());
        float[] chunk = new float[(int) Math.min(CHUNK, vector.length())];
        double sum = 0;
        for (long begin = 0; begin < vector.length(); begin += CHUNK) {
            int length = (int) Math.min(CHUNK, vector.length() - begin);
            values.position(begin).get(chunk, 0, length);
            sum += squares(chunk, length);
        }
        return Math.sqrt(sum);
    }

    /** Four sums, because each addition waits for the last one of its sum. */
    private static double squares(float[] values, int length) {
        double[] sums = new double[4];
        for (int i = 0; i < length; i++) {
            sums[i % 4] += (double) values[i] * values[i];
        }
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
}
