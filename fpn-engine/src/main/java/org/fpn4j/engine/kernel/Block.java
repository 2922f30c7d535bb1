package org.fpn4j.engine.kernel;

import org.fpn4j.core.graph.Shape;
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

    /** A copy of the values, in the order of the shape; for values in {@link Format#PLAIN}. */
    public float[] read(Shape shape) {
        try (INDArray copy = array(shape).dup('c')) {
            return copy.data().asFloat();
        }
    }

    /** Replaces the values; for values in {@link Format#PLAIN}. */
    public void write(float[] values, Shape shape) {
        INDArray target = array(shape);
        try (INDArray source = Nd4j.createFromArray(values)) {
            target.assign(source.reshape(target.shape()));
        }
    }
}
