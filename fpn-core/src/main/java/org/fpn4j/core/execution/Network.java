package org.fpn4j.core.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;

/**
 * A compiled network with static shapes. Inputs cross this interface as {@code float[]}, outputs as views or copies, both in
 * the order of the tensor's shape. Not thread-safe; several networks may run in several threads.
 */
public interface Network extends AutoCloseable {
    /** Shapes of all inputs by name. */
    Map<String, Shape> inputs();

    /** Shapes of all declared outputs by name. */
    Map<String, Shape> outputs();

    /** Parameters and buffers in the order of their declaration. */
    List<Parameter> parameters();

    /**
     * Runs forward and leaves the outputs where they are. Compiled for training, batch norms take the batch's statistics, and
     * the running ones stay as they are.
     *
     * @param names of the outputs wanted; only inputs that they need have to be fed
     * @return outputs by name; they can be read until this network runs again, is loaded or is closed
     */
    Map<String, TensorView> run(Map<String, float[]> inputs, Collection<String> names);

    /** Runs forward and copies the outputs. */
    default Map<String, float[]> forward(Map<String, float[]> inputs, Collection<String> names) {
        Map<String, float[]> copies = new LinkedHashMap<>();
        run(inputs, names).forEach((name, view) -> copies.put(name, view.toArray()));
        return copies;
    }

    /**
     * Runs forward for what a stage reads and gives the inputs with those that it makes of it. Engines may keep what they
     * computed for the run that follows with these inputs.
     *
     * @param inputs that the outputs need which the stage reads
     */
    default Map<String, float[]> complete(Map<String, float[]> inputs, InputStage stage) {
        Map<String, float[]> complete = new LinkedHashMap<>(inputs);
        complete.putAll(stage.make(run(inputs, stage.reads())));
        return complete;
    }

    /**
     * Runs forward and backward and updates running statistics. The gradients are in {@link ParameterBuffers#gradients} then.
     *
     * @return the losses by name
     */
    Map<String, Double> backward(Map<String, float[]> inputs);

    /** Whether gradients may begin with a factor: they are computed in a type in which small ones would vanish. */
    default boolean scalesGradients() {
        return false;
    }

    /**
     * Runs as {@link #backward(Map)} does, with gradients that are all multiplied by a factor; the losses are not. Only of
     * networks that {@link #scalesGradients}.
     */
    default Map<String, Double> backward(Map<String, float[]> inputs, double factor) {
        throw new IllegalStateException("this network does not scale its gradients");
    }

    /**
     * Says who knows the inputs of the run after the next one, forward or backward ({@link #complete} is part of a run). Where
     * a device computes, they are asked for as soon as it is at work on that one, and brought there meanwhile; elsewhere nobody
     * asks. A run that is fed these very arrays finds their values there; every other one is fed as always.
     *
     * @param next gives inputs by name, some or all, or none where no run follows; what it throws leaves the run. The arrays do
     *     not change before theirs
     */
    default void prefetch(Supplier<Map<String, float[]>> next) {}

    /**
     * Waits until everything that was asked for is computed, what the optimizer asked for in this network's memory too. Only
     * clocks need it: whoever reads a value waits for it.
     */
    default void await() {}

    /** Trainable parameters and their gradients as flat buffers; only of networks compiled for training. */
    ParameterBuffers buffers();

    /** Must be called after {@link ParameterBuffers#values} changed and before the next run. */
    void parametersChanged();

    /** A copy of all parameters and buffers. */
    Weights weights();

    /**
     * The same with other values of what is trained; only of networks compiled for training.
     *
     * @param trained in the order of {@link ParameterBuffers#values}
     */
    Weights weights(FlatVector trained);

    /**
     * The values of a vector as long as {@link ParameterBuffers#values}, parameter by parameter as they follow there, each in
     * the order that every machine has: what goes into files. Where nothing says otherwise, the order of the vector.
     */
    default float[] inOrder(FlatVector vector) {
        return vector.toArray();
    }

    /** Replaces the values of such a vector. */
    default void fromOrder(float[] values, FlatVector vector) {
        vector.write(values);
    }

    /**
     * Replaces parameters and buffers.
     *
     * @throws IllegalArgumentException where one is missing or has another shape
     */
    void load(Weights weights);

    @Override
    void close();
}
