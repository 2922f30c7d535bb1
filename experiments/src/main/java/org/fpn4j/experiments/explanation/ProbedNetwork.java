package org.fpn4j.experiments.explanation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** A network whose gradients lead to probes alone. Not thread-safe. */
final class ProbedNetwork implements AutoCloseable {
    private final Network network;

    /**
     * Compiles it.
     *
     * @param weights of what the definition has beside its probes
     */
    ProbedNetwork(Executor executor, NetworkDefinition definition, Weights weights) {
        this.network = executor.compile(definition, Purpose.TRAINING, withProbes(definition, weights));
    }

    private static Weights withProbes(NetworkDefinition definition, Weights weights) {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(weights.tensors());
        for (Parameter parameter : graph.parameters()) {
            if (parameter.trainable()) {
                tensors.put(
                        parameter.name(),
                        new NamedTensor(
                                parameter.shape(),
                                new float[Math.toIntExact(parameter.shape().size())]));
            }
        }
        return new Weights(tensors);
    }

    Network network() {
        return network;
    }

    /** The gradient of each probe, by name, in the order of its shape. */
    Map<String, float[]> backward(Map<String, float[]> inputs) {
        network.backward(inputs);
        ParameterBuffers buffers = network.buffers();
        float[] all = network.inOrder(buffers.gradients());
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (ParameterBuffers.Slot slot : buffers.slots()) {
            float[] values = new float[Math.toIntExact(slot.length())];
            System.arraycopy(all, Math.toIntExact(slot.offset()), values, 0, values.length);
            gradients.put(slot.parameter().name(), values);
        }
        return gradients;
    }

    @Override
    public void close() {
        network.close();
    }
}
