package org.fpn4j.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parts of arrays that share their memory. ND4J's own {@code get} with an interval takes the place of an array within its
 * buffer for a place within the array, and gives nothing at all for some.
 */
final class Slices {
    private Slices() {}

    /** The indices from {@code from} to before {@code to} of a dimension. */
    static INDArray of(INDArray array, int dimension, long from, long to) {
        long[] shape = array.shape().clone();
        shape[dimension] = to - from;
        long offset = array.offset() + from * array.stride(dimension);
        return Nd4j.create(array.data(), shape, array.stride(), offset, 'c', array.dataType());
    }
}
