package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.kernel.Block;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All parameters and buffers of a network in flat vectors, in the order of their shapes: kernels {@code [out, in, kH, kW]}. */
final class ParameterStore {
    private final List<Parameter> parameters;
    private final ParameterBuffers buffers; // null where nothing is trained
    private final Map<String, Block> values = new HashMap<>();
    private final Map<String, Block> gradients = new HashMap<>();

    /**
     * Lays the parameters out.
     *
     * @param trained whether the trainable ones get gradients
     */
    ParameterStore(List<Parameter> parameters, boolean trained) {
        this.parameters = List.copyOf(parameters);
        this.buffers = trained ? new ParameterBuffers(parameters) : null;
        if (trained) {
            for (ParameterBuffers.Slot slot : buffers.slots()) {
                long bytes = slot.length() * Float.BYTES;
                values.put(slot.parameter().name(), new Block(buffers.values(), slot.offset(), bytes));
                gradients.put(slot.parameter().name(), new Block(buffers.gradients(), slot.offset(), bytes));
            }
        }
        List<Parameter> others = new ArrayList<>(parameters);
        others.removeIf(parameter -> values.containsKey(parameter.name()));
        long length =
                others.stream().mapToLong(parameter -> parameter.shape().size()).sum();
        if (length > 0) {
            INDArray vector = Nd4j.zeros(DataType.FLOAT, length);
            long offset = 0;
            for (Parameter parameter : others) {
                long size = parameter.shape().size();
                values.put(parameter.name(), new Block(vector, offset, size * Float.BYTES));
                offset += size;
            }
        }
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** Null where nothing is trained. */
    ParameterBuffers buffers() {
        return buffers;
    }

    Block values(String parameter) {
        return values.get(parameter);
    }

    Block gradients(String parameter) {
        return gradients.get(parameter);
    }

    void load(Weights weights) {
        for (Parameter parameter : parameters) {
            float[] loaded = weights.get(parameter.name(), parameter.shape()).values();
            values(parameter.name()).write(loaded);
        }
    }

    Weights weights() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            TensorView view =
                    new BlockView(values(parameter.name()), parameter.shape().size());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), view.toArray()));
        }
        return new Weights(tensors);
    }
}
