package org.fpn4j.cuda;

import org.fpn4j.core.graph.Shape;

/** A norm and its gradients in {@code float64}, value by value. */
final class NormReference {
    final double[] mean;
    final double[] variance;
    final double[] y;
    final double[] dx;
    final double[] dscale;
    final double[] dshift;

    private final Shape map;
    private final int groups;
    private final boolean batch;

    /**
     * By the statistics of x.
     *
     * @param batch whether images share their statistics
     */
    NormReference(
            Shape map, int groups, boolean batch, double epsilon, float[] x, float[] scale, float[] shift, float[] dy) {
        this.map = map;
        this.groups = groups;
        this.batch = batch;
        int rows = batch ? groups : map.batch() * groups;
        double count = (double) x.length / rows;
        mean = new double[rows];
        variance = new double[rows];
        y = new double[x.length];
        dx = new double[x.length];
        dscale = new double[map.channels()];
        dshift = new double[map.channels()];
        for (int i = 0; i < x.length; i++) {
            mean[row(i)] += x[i] / count;
        }
        for (int i = 0; i < x.length; i++) {
            variance[row(i)] += Math.pow(x[i] - mean[row(i)], 2) / count;
        }
        double[] slopes = new double[rows];
        double[] products = new double[rows];
        for (int i = 0; i < x.length; i++) {
            double h = (x[i] - mean[row(i)]) / Math.sqrt(variance[row(i)] + epsilon);
            int channel = channel(i);
            y[i] = h * scale[channel] + shift[channel];
            dscale[channel] += h * dy[i];
            dshift[channel] += dy[i];
            slopes[row(i)] += scale[channel] * dy[i] / count;
            products[row(i)] += scale[channel] * dy[i] * h / count;
        }
        for (int i = 0; i < x.length; i++) {
            double inverse = 1 / Math.sqrt(variance[row(i)] + epsilon);
            double h = (x[i] - mean[row(i)]) * inverse;
            dx[i] = inverse * (scale[channel(i)] * dy[i] - slopes[row(i)] - h * products[row(i)]);
        }
    }

    private int channel(int index) {
        return index / (map.height() * map.width()) % map.channels();
    }

    private int row(int index) {
        int group = channel(index) / (map.channels() / groups);
        int image = index / (map.height() * map.width() * map.channels());
        return batch ? group : image * groups + group;
    }
}
