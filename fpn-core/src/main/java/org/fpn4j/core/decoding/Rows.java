package org.fpn4j.core.decoding;

import org.fpn4j.core.graph.TensorView;

/**
 * The rows of a table, looked at in order: a stretch of them is copied at a time, so that a table of any size takes the same
 * memory.
 */
public final class Rows {
    private static final int VALUES = 1 << 14; // 64 KB: a stretch is read while it is in the cache

    private final TensorView table;
    private final int length;
    private final float[] stretch;
    private int first; // row at the start of the stretch
    private int end; // after its last row

    /**
     * A table.
     *
     * @param length values of a row
     */
    public Rows(TensorView table, int length) {
        this.table = table;
        this.length = length;
        this.stretch = new float[(int) Math.min(table.size(), Math.max(1, VALUES / length) * (long) length)];
    }

    /** Where a row begins in {@link #values}; asking for another row may replace these. */
    public int offset(int row) {
        if (row < first || row >= end) {
            long from = (long) row * length;
            int count = (int) Math.min(stretch.length, table.size() - from);
            table.read(from, stretch, 0, count);
            first = row;
            end = row + count / length;
        }
        return (row - first) * length;
    }

    /** The rows that were copied last. */
    public float[] values() {
        return stretch;
    }
}
