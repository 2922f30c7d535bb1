package org.fpn4j.core.execution;

import java.util.Objects;
import org.fpn4j.core.graph.TensorView;

/**
 * {@code float32} values in a row in some memory, which is given back when the vector is closed and not when Java happens to
 * collect. Java sees them by {@link #read} and {@link #write} alone; both wait for work on the memory that is still under
 * way. Reading and writing what was closed throws {@link IllegalStateException}.
 */
public interface FlatVector extends TensorView, AutoCloseable {
    /** Values that cross Java's heap at once. */
    int CHUNK = 1 << 16;

    /** Whose vector it is. */
    Memory memory();

    /**
     * Replaces a stretch of values.
     *
     * @param at first value
     * @param values where the new ones stand, from {@code from} on
     * @param count number of values
     * @throws IndexOutOfBoundsException where the stretch is not within the vector or not within the array
     */
    void write(long at, float[] values, int from, int count);

    /** Replaces the first values, usually all of them. */
    default void write(float... values) {
        write(0, values, 0, values.length);
    }

    /**
     * Copies values of a vector, of this memory or another; the two stretches do not overlap. A memory that has a faster way
     * than by Java's heap takes it.
     *
     * @param at first value that is replaced
     * @param source where the new ones stand, from {@code from} on
     * @param count number of values
     */
    default void copy(long at, FlatVector source, long from, long count) {
        Objects.checkFromIndexSize(at, count, size());
        Objects.checkFromIndexSize(from, count, source.size());
        float[] chunk = new float[(int) Math.min(CHUNK, count)];
        for (long done = 0; done < count; done += chunk.length) {
            int length = (int) Math.min(chunk.length, count - done);
            source.read(from + done, chunk, 0, length);
            write(at + done, chunk, 0, length);
        }
    }

    /** Copies all values of a vector of this length. */
    default void copy(FlatVector source) {
        if (source.size() != size()) {
            throw new IllegalArgumentException("vectors of [" + source.size() + "] and [" + size() + "] values");
        }
        copy(0, source, 0, size());
    }

    /** A vector of its own that shares this one's values; it ends with this one, and closing it does nothing. */
    @Override
    FlatVector part(long from, long count);

    @Override
    void close();
}
