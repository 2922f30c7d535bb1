package org.fpn4j.core.weights;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;

/**
 * Named float tensors; convolution kernels are {@code [out, in / groups, kH, kW]}.
 *
 * @param tensors in the order of the file or of declaration
 */
public record Weights(Map<String, NamedTensor> tensors) {
    /**
     * One tensor.
     *
     * @param values in the order of the shape, last dimension fastest; not copied
     */
    public record NamedTensor(Shape shape, float[] values) {
        public NamedTensor {
            if (shape.size() != values.length) {
                throw new IllegalArgumentException(
                        "shape" + shape + " needs " + shape.size() + " values, got " + values.length);
            }
        }
    }

    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The initial values of these parameters for a seed. */
    public static Weights initial(List<Parameter> parameters, long seed) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = parameter.initializer().values(seed, parameter.name(), parameter.shape());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    /**
     * One tensor by name.
     *
     * @throws IllegalArgumentException where there is none, or its shape is another
     */
    public NamedTensor get(String name, Shape shape) {
        NamedTensor tensor = tensors.get(requireNonNull(name, "name is null"));
        if (tensor == null) {
            throw new IllegalArgumentException("tensor[" + name + "] is missing");
        }
        if (!tensor.shape().equals(shape)) {
            throw new IllegalArgumentException("tensor[" + name + "]: expected " + shape + ", got " + tensor.shape());
        }
        return tensor;
    }
}
