package org.fpn4j.core.execution;

import java.util.Optional;

/**
 * Arithmetic on vectors of one memory, value by value in {@code float32}, numbers rounded to it first. In every method
 * {@code z} takes the result; it may be one of the operands. All vectors of a call are equally long.
 */
public interface VectorAlgebra {
    /** {@code z = number}. */
    void fill(FlatVector z, double number);

    /** {@code z = x + y}. */
    void add(FlatVector x, FlatVector y, FlatVector z);

    /** {@code z = x + number}. */
    void add(FlatVector x, double number, FlatVector z);

    /** {@code z = x - y}. */
    void subtract(FlatVector x, FlatVector y, FlatVector z);

    /** {@code z = x y}. */
    void multiply(FlatVector x, FlatVector y, FlatVector z);

    /** {@code z = factor x}. */
    void multiply(FlatVector x, double factor, FlatVector z);

    /** {@code z = x / y}. */
    void divide(FlatVector x, FlatVector y, FlatVector z);

    /** {@code z = x / divisor}. */
    void divide(FlatVector x, double divisor, FlatVector z);

    /** {@code z = sqrt(x)}. */
    void squareRoot(FlatVector x, FlatVector z);

    /**
     * Sum of squares, squared and added in {@code float64}: a sum of millions of squares in {@code float32} loses the small
     * ones, up to a percent of a detector's gradients. The order of additions is fixed, so the bits depend on no number of
     * threads. This one reads the values and adds on the host.
     */
    default double sumOfSquares(FlatVector x) {
        float[] chunk = new float[(int) Math.min(FlatVector.CHUNK, x.size())];
        double sum = 0;
        for (long begin = 0; begin < x.size(); begin += chunk.length) {
            int length = (int) Math.min(chunk.length, x.size() - begin);
            x.read(begin, chunk, 0, length);
            sum += squares(chunk, length);
        }
        return sum;
    }

    /** Four sums, because each addition waits for the last one of its sum. */
    private static double squares(float[] values, int length) {
        double[] sums = new double[4];
        for (int i = 0; i < length; i++) {
            sums[i % 4] += (double) values[i] * values[i];
        }
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    /** Whole updates in one pass; empty where they are made of the operations above, a {@link #stretch} after the other. */
    default Optional<FusedUpdates> fused() {
        return Optional.empty();
    }

    /**
     * How many values an update of several operations should take at a time: what fits into a cache, or all.
     *
     * @return 1 or more
     */
    long stretch();
}
