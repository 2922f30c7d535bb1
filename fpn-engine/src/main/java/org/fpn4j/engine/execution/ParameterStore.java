package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.kernel.Block;

/** All parameters and buffers of a network in flat vectors, in the order of their shapes: kernels {@code [out, in, kH, kW]}. */
final class ParameterStore implements AutoCloseable {
    private final List<Parameter> parameters;
    private final ParameterBuffers buffers; // null where nothing is trained
    private final FlatVector others; // null where everything is trained
    private final Map<String, Block> values = new HashMap<>();
    private final Map<String, Block> gradients = new HashMap<>();

    /**
     * Lays the parameters out.
     *
     * @param trained whether the trainable ones get gradients
     * @param memory where they lie
     */
    ParameterStore(List<Parameter> parameters, boolean trained, Memory memory) {
        this.parameters = List.copyOf(parameters);
        this.buffers = trained ? new ParameterBuffers(parameters, memory) : null;
        if (trained) {
            for (ParameterBuffers.Slot slot : buffers.slots()) {
                long bytes = slot.length() * Float.BYTES;
                values.put(slot.parameter().name(), new Block(buffers.values(), slot.offset(), bytes));
                gradients.put(slot.parameter().name(), new Block(buffers.gradients(), slot.offset(), bytes));
            }
        }
        List<Parameter> rest = new ArrayList<>(parameters);
        rest.removeIf(parameter -> values.containsKey(parameter.name()));
        long length = length(rest);
        this.others = length > 0 ? memory.zeros(length) : null;
        long offset = 0;
        for (Parameter parameter : rest) {
            long size = parameter.shape().size();
            values.put(parameter.name(), new Block(others, offset, size * Float.BYTES));
            offset += size;
        }
    }

    /** Bytes that a store of these parameters takes. */
    static long bytes(List<Parameter> parameters, boolean trained) {
        long gradients = trained
                ? length(parameters.stream().filter(Parameter::trainable).toList())
                : 0;
        return Float.BYTES * (length(parameters) + gradients);
    }

    private static long length(List<Parameter> parameters) {
        return parameters.stream()
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
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

    @Override
    public void close() {
        if (buffers != null) {
            buffers.close();
        }
        if (others != null) {
            others.close();
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

    /** The same with other values of what is trained. */
    Weights weights(FlatVector trained) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(weights().tensors());
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            Parameter parameter = slot.parameter();
            float[] values = ParameterBuffers.view(trained, slot).toArray();
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }
}
