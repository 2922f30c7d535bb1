package org.fpn4j.interop.onnx;

import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * A value of a model.
 *
 * @param shape for a batch of one image
 */
record OnnxValue(String name, Shape shape, DataType type) implements Tensor {
    static OnnxValue of(Tensor tensor) {
        return (OnnxValue) tensor;
    }
}
