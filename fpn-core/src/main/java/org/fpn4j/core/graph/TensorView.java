package org.fpn4j.core.graph;

import java.util.Objects;

/**
 * A tensor's values where they lie, in the order of its shape, last dimension fastest. They are read in stretches, so that
 * nobody has to hold more of a large tensor than it looks at.
 */
public interface TensorView {
    /** Number of values. */
    long size();

    /**
     * Copies a stretch of values.
     *
     * @param from first value
     * @param target gets them
     * @param offset of the first in the target
     * @param count number of values
     * @throws IndexOutOfBoundsException where the stretch is not within the view or not within the target
     */
    void read(long from, float[] target, int offset, int count);

    /**
     * A stretch of this view as a view of its own; it shares the values.
     *
     * @throws IndexOutOfBoundsException where the stretch is not within this view
     */
    default TensorView part(long from, long count) {
        Objects.checkFromIndexSize(from, count, size());
        TensorView whole = this;
        return new TensorView() {
            @Override
            public long size() {
                return count;
            }

            @Override
            public void read(long start, float[] target, int offset, int length) {
                Objects.checkFromIndexSize(start, length, count);
                whole.read(from + start, target, offset, length);
            }
        };
    }

    /** A copy of all values, as long as they fit into one array. */
    default float[] toArray() {
        float[] values = new float[Math.toIntExact(size())];
        read(0, values, 0, values.length);
        return values;
    }

    /** A view of values on Java's heap; they are not copied. */
    static TensorView of(float... values) {
        return new TensorView() {
            @Override
            public long size() {
                return values.length;
            }

            @Override
            public void read(long from, float[] target, int offset, int count) {
                Objects.checkFromIndexSize(from, count, size());
                System.arraycopy(values, (int) from, target, offset, count);
            }

            @Override
            public float[] toArray() {
                return values.clone();
            }
        };
    }
}
