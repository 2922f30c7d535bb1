package org.fpn4j.interop.dl4j;

import org.fpn4j.core.graph.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The border between our tensors and DL4J's arrays. Dense kernels are {@code [out, in, kH, kW]} on both sides; a depthwise
 * one {@code [C, 1, kH, kW]} is {@code [kH, kW, C, 1]} in DL4J.
 */
final class Dl4jLayout {
    private Dl4jLayout() {}

    static void write(float[] values, Shape shape, boolean depthwise, INDArray into) {
        INDArray array = Nd4j.createFromArray(values).reshape('c', shape.toLongArray());
        INDArray inside = depthwise ? array.permute(2, 3, 0, 1) : array.reshape('c', into.shape());
        into.assign(inside.castTo(into.dataType()));
    }

    static float[] read(INDArray array, boolean depthwise) {
        INDArray outside = depthwise ? array.permute(2, 3, 0, 1) : array;
        return outside.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }
}
