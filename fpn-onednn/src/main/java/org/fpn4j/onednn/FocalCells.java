package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The cells of a focal loss: what stands in each, what it weighs, and the sum over its classes. */
final class FocalCells implements AutoCloseable {
    private final FloatBuffer labels; // a class, -1 for background, -2 for what no loss counts
    private final FloatBuffer given; // weights
    private final int classes;
    private final Floats weights;
    private final Floats sums;
    private final int[] positives;
    private int positiveCount;

    /**
     * Cells that are still to be {@link #read}.
     *
     * @param weights for those of the cells that count
     * @param sums that are made for each cell
     */
    FocalCells(FloatBuffer labels, FloatBuffer given, int classes, Floats weights, Floats sums) {
        this.labels = labels;
        this.given = given;
        this.classes = classes;
        this.weights = weights;
        this.sums = sums;
        this.positives = new int[labels.capacity()];
    }

    int count() {
        return positives.length;
    }

    Floats weights() {
        return weights;
    }

    Floats sums() {
        return sums;
    }

    /** Weighs the cells, and finds those with an object. */
    void read() {
        positiveCount = 0;
        for (int cell = 0; cell < positives.length; cell++) {
            weights.put(cell, labels.get(cell) > -1.5f ? given.get(cell) : 0);
            if (isPositive(cell)) {
                positives[positiveCount++] = cell;
            }
        }
    }

    boolean isPositive(int cell) {
        int label = label(cell);
        return label >= 0 && label < classes;
    }

    private int label(int cell) {
        return Math.round(labels.get(cell));
    }

    /** Where a positive cell's value of its class stands among all. */
    int ofClass(int cell) {
        return cell * classes + label(cell);
    }

    /** In a table of some rows, from the first on, the values of objects become 0. */
    void leaveOutPositives(int first, int rows, Floats table) {
        int found = Arrays.binarySearch(positives, 0, positiveCount, first);
        for (int i = found < 0 ? -found - 1 : found; i < positiveCount && positives[i] < first + rows; i++) {
            table.put(ofClass(positives[i]) - first * classes, 0);
        }
    }

    @Override
    public void close() {
        weights.close();
        sums.close();
    }
}
