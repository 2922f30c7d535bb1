package org.fpn4j.engine.kernel;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.graph.Shape;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A stretch of a flat {@code float32} vector, on whatever device ND4J's backend keeps its vectors. What stands in it is a
 * matter of {@link Format}: a provider may put other types there.
 *
 * @param memory the vector
 * @param offset first value
 * @param bytes length
 */
public record Block(INDArray memory, long offset, long bytes) {
    /** The block as an array of ND4J that shares its memory; for values in {@link Format#PLAIN}. */
    public INDArray array(Shape shape) {
        INDArray flat = memory.get(NDArrayIndex.interval(offset, offset + shape.size()));
        return shape.rank() == 0 ? flat.reshape(1) : flat.reshape(shape.toLongArray());
    }

    /**
     * Where the block begins, as the host sees it.
     *
     * @throws IllegalStateException where the vector was closed
     */
    public FloatPointer pointer() {
        if (memory.wasClosed()) {
            throw new IllegalStateException("the memory of this block was given back");
        }
        // a pointer with a position of its own would be moved by bytes where C takes a void*
        return new FloatPointer(memory.data().addressPointer()).getPointer(offset);
    }

    /** Copies some of the values into an array, from {@code target[at]} on; for values in {@link Format#PLAIN}. */
    public void read(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, bytes / Float.BYTES);
        Nd4j.getAffinityManager().ensureLocation(memory, Location.HOST);
        pointer().getPointer(from).get(target, at, count);
    }

    /** Replaces the values; for values in {@link Format#PLAIN}. */
    public void write(float[] values) {
        Objects.checkFromIndexSize(0, values.length, bytes / Float.BYTES);
        Nd4j.getAffinityManager().ensureLocation(memory, Location.HOST);
        pointer().put(values);
        Nd4j.getAffinityManager().tagLocation(memory, Location.HOST);
    }
}
