package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.kernel.Block;

/**
 * All parameters and buffers of a network in flat vectors. Within a trained one the values stand as the plans keep them; whoever
 * asks for them in the order of its shape (kernels {@code [out, in, kH, kW]}) gets a copy.
 */
final class ParameterStore implements AutoCloseable {
    private final List<Parameter> parameters;
    private final ParameterBuffers buffers; // null where nothing is trained
    private final FlatVector others; // null where everything is trained
    private final ParameterOrder order;
    private boolean closed;
    private final Map<String, Block> values = new HashMap<>();
    private final Map<String, Block> gradients = new HashMap<>();

    /**
     * Lays the parameters out.
     *
     * @param trained whether the trainable ones get gradients
     * @param memory where they lie
     * @param order in which formats the trained ones are kept
     */
    ParameterStore(List<Parameter> parameters, boolean trained, Memory memory, ParameterOrder order) {
        this.parameters = List.copyOf(parameters);
        this.order = order;
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

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the memory of this network was given back");
        }
    }

    void load(Weights weights) {
        requireOpen();
        for (Parameter parameter : parameters) {
            float[] loaded = weights.get(parameter.name(), parameter.shape()).values();
            order.write(parameter, loaded, values(parameter.name()));
        }
    }

    @Override
    public void close() {
        closed = true;
        if (buffers != null) {
            buffers.close();
        }
        if (others != null) {
            others.close();
        }
    }

    Weights weights() {
        requireOpen();
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] kept = order.read(parameter, values(parameter.name()));
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), kept));
        }
        return new Weights(tensors);
    }

    /** The same with other values of what is trained. */
    Weights weights(FlatVector trained) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(weights().tensors());
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            Parameter parameter = slot.parameter();
            tensors.put(
                    parameter.name(), new NamedTensor(parameter.shape(), order.read(parameter, block(trained, slot))));
        }
        return new Weights(tensors);
    }

    private static Block block(FlatVector vector, ParameterBuffers.Slot slot) {
        return new Block(vector, slot.offset(), slot.length() * Float.BYTES);
    }

    /** What a vector has for each trained parameter, one after the other, each in the order of its shape. */
    float[] inOrder(FlatVector vector) {
        requireOpen();
        float[] values = new float[Math.toIntExact(vector.size())];
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            float[] own = order.read(slot.parameter(), block(vector, slot));
            System.arraycopy(own, 0, values, Math.toIntExact(slot.offset()), own.length);
        }
        return values;
    }

    /** The way back. */
    void fromOrder(float[] values, FlatVector vector) {
        requireOpen();
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            int from = Math.toIntExact(slot.offset());
            float[] own = Arrays.copyOfRange(values, from, from + Math.toIntExact(slot.length()));
            order.write(slot.parameter(), own, block(vector, slot));
        }
    }
}
