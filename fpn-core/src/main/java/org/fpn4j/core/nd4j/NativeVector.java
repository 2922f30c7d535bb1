package org.fpn4j.core.nd4j;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A vector that is an array of ND4J too, and whose address native libraries on the host can be given. */
public final class NativeVector implements FlatVector {
    private final INDArray whole; // as it was allocated
    private final long offset;
    private final INDArray array;
    private final Pointer memory; // null where this is a part

    /**
     * A vector as long as an array.
     *
     * @param memory that is given back with the array
     */
    NativeVector(INDArray array, Pointer memory) {
        this.whole = array;
        this.offset = 0;
        this.array = array;
        this.memory = memory;
        array.setCloseable(true);
    }

    private NativeVector(INDArray whole, long offset, long length) {
        this.whole = whole;
        this.offset = offset;
        this.array = whole.get(NDArrayIndex.interval(offset, offset + length));
        this.memory = null;
    }

    /** The array of a vector that {@link NativeMemory} allocated. */
    public static INDArray array(FlatVector vector) {
        return of(vector).array();
    }

    /**
     * A vector as one of this memory.
     *
     * @throws IllegalArgumentException where it is one of another
     */
    public static NativeVector of(FlatVector vector) {
        if (vector instanceof NativeVector host) {
            return host;
        }
        throw new IllegalArgumentException("a vector in memory["
                + vector.memory().name() + "] is no array of ND4J; a copy in the host's is needed");
    }

    @Override
    public Memory memory() {
        return NativeMemory.shared();
    }

    @Override
    public long size() {
        return array.length();
    }

    /** The values, a vector of ND4J that shares the memory. */
    public INDArray array() {
        return array;
    }

    /** Some of the values, a vector of ND4J that shares the memory. */
    public INDArray array(long from, long count) {
        Objects.checkFromIndexSize(from, count, size());
        // by the whole: ND4J counts the interval of a part from the beginning of its buffer
        return whole.get(NDArrayIndex.interval(offset + from, offset + from + count));
    }

    /**
     * Where a value stands, as the host sees it.
     *
     * @throws IllegalStateException where the vector was closed
     */
    public FloatPointer pointer(long at) {
        if (whole.wasClosed()) {
            throw new IllegalStateException("the memory of this vector was given back");
        }
        // a pointer with a position of its own would be moved by bytes where C takes a void*
        return new FloatPointer(whole.data().addressPointer()).getPointer(offset + at);
    }

    @Override
    public void read(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, size());
        FloatPointer values = pointer(from);
        Nd4j.getAffinityManager().ensureLocation(whole, Location.HOST);
        values.get(target, at, count);
    }

    @Override
    public void write(long at, float[] values, int from, int count) {
        Objects.checkFromIndexSize(at, count, size());
        FloatPointer replaced = pointer(at);
        Nd4j.getAffinityManager().ensureLocation(whole, Location.HOST);
        replaced.put(values, from, count);
        Nd4j.getAffinityManager().tagLocation(whole, Location.HOST);
    }

    @Override
    public void copy(long at, FlatVector source, long from, long count) {
        if (source instanceof NativeVector other) {
            array(at, count).assign(other.array(from, count));
        } else {
            FlatVector.super.copy(at, source, from, count);
        }
    }

    @Override
    public NativeVector part(long from, long count) {
        Objects.checkFromIndexSize(from, count, size());
        return new NativeVector(whole, offset + from, count);
    }

    @Override
    public void close() {
        if (memory != null && !whole.wasClosed()) {
            whole.close(); // whoever asks it for values gets an exception
            memory.close();
        }
    }
}
