package org.fpn4j.data.survey;

import org.fpn4j.data.image.Picture;

/** A picture's grey values on 32 x 32 cells, each the mean of what it covers, whatever the picture's size. */
final class GreyCells {
    static final int SIDE = 32;

    private static final double[] LUMA = {0.299, 0.587, 0.114}; // ITU-R BT.601

    private GreyCells() {}

    /** Row by row, in [0, 1]. */
    static double[] of(Picture picture) {
        int height = picture.height();
        double[][] rows = new double[height][SIDE];
        for (int y = 0; y < height; y++) {
            rows[y] = shrunk(grey(picture, y));
        }
        double[] cells = new double[SIDE * SIDE];
        double[] column = new double[height];
        for (int x = 0; x < SIDE; x++) {
            for (int y = 0; y < height; y++) {
                column[y] = rows[y][x];
            }
            double[] shrunk = shrunk(column);
            for (int y = 0; y < SIDE; y++) {
                cells[y * SIDE + x] = shrunk[y];
            }
        }
        return cells;
    }

    private static double[] grey(Picture picture, int y) {
        int width = picture.width();
        int plane = width * picture.height();
        float[] planes = picture.planes();
        double[] grey = new double[width];
        for (int x = 0; x < width; x++) {
            int at = y * width + x;
            grey[x] = picture.channels() == 1
                    ? planes[at]
                    : LUMA[0] * planes[at] + LUMA[1] * planes[plane + at] + LUMA[2] * planes[2 * plane + at];
        }
        return grey;
    }

    /** Means over equal stretches, whose ends may lie within a value. */
    private static double[] shrunk(double... values) {
        double stretch = (double) values.length / SIDE;
        double[] means = new double[SIDE];
        for (int i = 0; i < SIDE; i++) {
            double from = i * stretch;
            double to = Math.min(values.length, from + stretch);
            double sum = 0;
            for (int at = (int) from; at < to; at++) {
                sum += values[at] * (Math.min(to, at + 1.0) - Math.max(from, at));
            }
            means[i] = sum / (to - from);
        }
        return means;
    }
}
