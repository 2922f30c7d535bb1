package org.fpn4j.experiments.optimization;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.execution.NativeVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Flat vectors in stretches that fit into the cache: an update of several operations runs stretch by stretch and reads the
 * main memory once. Nothing is allocated by an update.
 */
final class Stretches implements AutoCloseable {
    private static final long LENGTH =
            1 << 19; // two megabytes of each vector: in a shared cache, and long enough for an operation to pay

    private final List<Long> begins = new ArrayList<>(); // and the end
    private final int before;
    private final NativeVector scratch;

    /**
     * Divides vectors of a length.
     *
     * @param boundary a place where a stretch ends, so that what stands before it can be treated differently
     */
    Stretches(long length, long boundary) {
        for (long begin = 0; begin < boundary; begin += LENGTH) {
            begins.add(begin);
        }
        before = begins.size();
        for (long begin = boundary; begin < length; begin += LENGTH) {
            begins.add(begin);
        }
        begins.add(length);
        scratch = NativeVector.uninitialized(Math.min(LENGTH, length));
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
    List<INDArray> of(INDArray vector) {
        List<INDArray> parts = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            parts.add(vector.get(NDArrayIndex.interval(begins.get(i), begins.get(i + 1))));
        }
        return List.copyOf(parts);
    }

    /** Memory for what a stretch needs in between; every one overwrites it. */
    List<INDArray> scratch() {
        List<INDArray> parts = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            parts.add(scratch.array().get(NDArrayIndex.interval(0, begins.get(i + 1) - begins.get(i))));
        }
        return List.copyOf(parts);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
