package org.fpn4j.experiments.audit;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.InputStage;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanNetwork;

/** A network that tells what it is fed and what it gives. */
final class WatchedNetwork implements Network {
    private final PlanNetwork network;
    private final Narrator narrator;
    private final Set<String> proposed = new HashSet<>();

    WatchedNetwork(PlanNetwork network, Narrator narrator) {
        this.network = network;
        this.narrator = narrator;
    }

    @Override
    public Map<String, Double> backward(Map<String, float[]> inputs) {
        narrator.fed(inputs, proposed);
        Map<String, Double> losses = network.backward(inputs);
        narrator.computed(losses, 1);
        return losses;
    }

    @Override
    public Map<String, Double> backward(Map<String, float[]> inputs, double factor) {
        narrator.fed(inputs, proposed);
        Map<String, Double> losses = network.backward(inputs, factor);
        narrator.computed(losses, factor);
        return losses;
    }

    @Override
    public Map<String, float[]> complete(Map<String, float[]> inputs, InputStage stage) {
        Map<String, float[]> complete = network.complete(inputs, stage);
        complete.keySet().stream().filter(name -> !inputs.containsKey(name)).forEach(proposed::add);
        return complete;
    }

    @Override
    public Map<String, Shape> inputs() {
        return network.inputs();
    }

    @Override
    public Map<String, Shape> outputs() {
        return network.outputs();
    }

    @Override
    public List<Parameter> parameters() {
        return network.parameters();
    }

    @Override
    public Map<String, TensorView> run(Map<String, float[]> inputs, Collection<String> names) {
        return network.run(inputs, names);
    }

    @Override
    public boolean scalesGradients() {
        return network.scalesGradients();
    }

    @Override
    public void prefetch(Supplier<Map<String, float[]>> next) {
        network.prefetch(next);
    }

    @Override
    public void await() {
        network.await();
    }

    @Override
    public ParameterBuffers buffers() {
        return network.buffers();
    }

    @Override
    public void parametersChanged() {
        network.parametersChanged();
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    @Override
    public Weights weights(FlatVector trained) {
        return network.weights(trained);
    }

    @Override
    public float[] inOrder(FlatVector vector) {
        return network.inOrder(vector);
    }

    @Override
    public void fromOrder(float[] values, FlatVector vector) {
        network.fromOrder(values, vector);
    }

    @Override
    public void load(Weights weights) {
        network.load(weights);
    }

    @Override
    public void close() {
        network.close();
    }
}
