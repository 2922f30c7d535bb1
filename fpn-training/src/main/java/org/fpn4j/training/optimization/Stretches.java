package org.fpn4j.training.optimization;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.VectorAlgebra;

/**
 * Flat vectors in stretches as long as their memory likes them ({@link VectorAlgebra#stretch}): where that is what fits into a
 * cache, an update of several operations reads the main memory once. Nothing is allocated by an update.
 */
final class Stretches implements AutoCloseable {
    private final List<Long> begins = new ArrayList<>(); // and the end
    private final int before;
    private final FlatVector scratch;

    /**
     * Divides vectors of a length.
     *
     * @param memory where they lie
     * @param length number of values of each
     * @param boundary a place where a stretch ends, so that what stands before it can be treated differently
     */
    Stretches(Memory memory, long length, long boundary) {
        long longest = Math.min(memory.algebra().stretch(), length);
        for (long begin = 0; begin < boundary; begin += longest) {
            begins.add(begin);
        }
        before = begins.size();
        for (long begin = boundary; begin < length; begin += longest) {
            begins.add(begin);
        }
        begins.add(length);
        scratch = memory.allocate(longest);
    }

    /** Number of stretches. */
    int count() {
        return begins.size() - 1;
    }

    /** Whether a stretch stands before the boundary. */
    boolean isBefore(int index) {
        return index < before;
    }

    /** The stretches of a vector; they share its memory. */
    List<FlatVector> of(FlatVector vector) {
        List<FlatVector> parts = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            parts.add(vector.part(begins.get(i), begins.get(i + 1) - begins.get(i)));
        }
        return List.copyOf(parts);
    }

    /** Memory for what a stretch needs in between; every one overwrites it. */
    List<FlatVector> scratch() {
        List<FlatVector> parts = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            parts.add(scratch.part(0, begins.get(i + 1) - begins.get(i)));
        }
        return List.copyOf(parts);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
