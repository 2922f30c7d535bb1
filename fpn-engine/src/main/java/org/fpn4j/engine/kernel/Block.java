package org.fpn4j.engine.kernel;

import org.fpn4j.core.graph.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
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
}
