package org.fpn4j.onednn;

import java.util.Arrays;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Ranges;

/**
 * A map in double precision, and how far from it what is computed in whole numbers can be at most: half a step for each
 * value that is rounded to one, and whatever the sums make of that.
 */
record BoundedMap(Shape shape, double[] values, double[] errors) {
    private static final int UNSIGNED = 255;
    private static final int SIGNED = 127;

    /** Of {@code float32}: a rounding of each of the few operations after a sum, which is exact. */
    private static final double ROUNDING = 1e-6;

    /** Without instructions for it, kernels have but half as many steps. */
    private static final double KERNEL_STEPS = OneDnn.addsProductsWide() ? 127 : 63;

    static BoundedMap exact(Shape shape, float[] given) {
        double[] values = new double[given.length];
        Arrays.setAll(values, i -> given[i]);
        return new BoundedMap(shape, values, new double[given.length]);
    }

    /** The steps of a range. */
    static double step(Ranges.Range range) {
        return range.bound() / (double) (range.signed() ? SIGNED : UNSIGNED);
    }

    /** The same as it is read in whole numbers. */
    BoundedMap rounded(Ranges.Range range) {
        double[] wider = errors.clone();
        Arrays.setAll(wider, i -> errors[i] + step(range) / 2);
        return new BoundedMap(shape, values, wider);
    }

    BoundedMap rectified() {
        double[] kept = new double[values.length];
        Arrays.setAll(kept, i -> Math.max(values[i], 0));
        return new BoundedMap(shape, kept, errors);
    }

    BoundedMap plus(BoundedMap other) {
        double[] sums = new double[values.length];
        double[] wider = new double[values.length];
        Arrays.setAll(sums, i -> values[i] + other.values[i]);
        Arrays.setAll(wider, i -> errors[i] + other.errors[i] + ROUNDING * Math.abs(sums[i]));
        return new BoundedMap(shape, sums, wider);
    }

    /** A convolution with a bias whose window's middle steps over the map. */
    BoundedMap convolved(Shape weight, float[] kernel, float[] bias, int stride, Shape result) {
        double[] sums = new double[(int) result.size()];
        double[] wider = new double[sums.length];
        int window = weight.dim(2);
        int each = weight.dim(1) * window * window;
        for (int to = 0; to < sums.length; to++) {
            int column = to % result.width();
            int row = to / result.width() % result.height();
            int channel = to / (result.width() * result.height()) % result.channels();
            int image = to / (result.width() * result.height() * result.channels());
            double rounded = largest(kernel, channel * each, each) / KERNEL_STEPS / 2;
            sums[to] = bias[channel];
            for (int tap = 0; tap < each; tap++) {
                int y = row * stride + tap / window % window - window / 2;
                int x = column * stride + tap % window - window / 2;
                if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                    int plane = image * shape.channels() + tap / (window * window);
                    int from = (plane * shape.height() + y) * shape.width() + x;
                    double factor = kernel[channel * each + tap];
                    sums[to] += values[from] * factor;
                    wider[to] += errors[from] * (Math.abs(factor) + rounded) + Math.abs(values[from]) * rounded;
                }
            }
            wider[to] += ROUNDING * (Math.abs(sums[to]) + Math.abs(bias[channel]));
        }
        return new BoundedMap(result, sums, wider);
    }

    private static double largest(float[] values, int from, int count) {
        double largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }
}
