package org.fpn4j.core.execution;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;

/**
 * A compiled network with static shapes. Values cross this interface as {@code float[]} in the order of the tensor's
 * shape. Not thread-safe; several networks may run in several threads.
 */
public interface Network extends AutoCloseable {
    /** Shapes of all inputs by name. */
    Map<String, Shape> inputs();

    /** Shapes of all declared outputs by name. */
    Map<String, Shape> outputs();

    /** Parameters and buffers in the order of their declaration. */
    List<Parameter> parameters();

    /**
     * Runs forward.
     *
     * @param names of the outputs wanted; only inputs that they need have to be fed
     */
    Map<String, float[]> forward(Map<String, float[]> inputs, Collection<String> names);

    /**
     * Runs forward and backward, fills {@link ParameterBuffers#gradients} and updates running statistics.
     *
     * @return the losses by name
     */
    Map<String, Double> gradients(Map<String, float[]> inputs);

    /** Trainable parameters and their gradients as flat buffers; only of networks compiled for training. */
    ParameterBuffers buffers();

    /** Must be called after {@link ParameterBuffers#values} changed and before the next run. */
    void parametersChanged();

    /** A copy of all parameters and buffers. */
    Weights weights();

    /**
     * Replaces parameters and buffers.
     *
     * @throws IllegalArgumentException where one is missing or has another shape
     */
    void load(Weights weights);

    @Override
    void close();
}
