package org.fpn4j.engine.contract;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * A network that training and prediction can be compared on.
 *
 * @param given values of inputs and parameters by name, a single one for all places; all others are random
 */
public record Sample(String name, NetworkDefinition definition, Map<String, float[]> given) {
    /** Declares what is looked at. */
    @FunctionalInterface
    public interface Body {
        Map<String, Tensor> define(Graph graph);
    }

    /** Declares one tensor that is looked at. */
    @FunctionalInterface
    public interface Single {
        Tensor define(Graph graph);
    }

    /** Every tensor is an output, and is pulled towards random targets by a smooth loss. */
    public static Sample several(String name, Body body) {
        return several(name, body, Map.of());
    }

    /** The same with values for some inputs. */
    public static Sample several(String name, Body body, Map<String, float[]> given) {
        NetworkDefinition definition = graph -> {
            Map<String, Tensor> outputs = new TreeMap<>(body.define(graph));
            Map<String, Tensor> losses = new LinkedHashMap<>();
            outputs.forEach((key, tensor) -> losses.put(key, pulled(graph, key, tensor)));
            Map<String, Tensor> seen = new LinkedHashMap<>(outputs);
            seen.values().removeIf(tensor -> tensor.shape().rank() == 0);
            return new NetworkDefinition.Declared(seen, losses);
        };
        return new Sample(name, definition, given);
    }

    /** A sample of one output. */
    public static Sample of(String name, Single body) {
        return several(name, graph -> Map.of("y", body.define(graph)), Map.of());
    }

    private static Tensor pulled(Graph graph, String key, Tensor tensor) {
        if (tensor.shape().rank() == 0) {
            return tensor; // a loss itself
        }
        Tensor cells = tensor.shape().rank() == 4
                ? graph.apply(new Operation.MapToCells(tensor.shape().channels()), tensor)
                : tensor;
        Shape shape = cells.shape();
        return graph.apply(
                new Operation.SmoothL1Loss(2),
                cells,
                graph.input("target_" + key, shape),
                graph.input("weights_" + key, Shape.of(shape.dim(0), shape.dim(1))));
    }

    /** Whether there is anything but losses. */
    public boolean predicts() {
        return !definition.define(new CostGraph()).outputs().isEmpty();
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        return graph.parameters();
    }

    /** Initial values, but for kernels moved by random ones, so that no bias is zero; variances stay positive. */
    public Weights weights() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters()) {
            float[] values = parameter.initializer().values(1, parameter.name(), parameter.shape());
            SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
            for (int i = 0; i < values.length && parameter.shape().rank() == 1; i++) {
                double moved = values[i] + 0.3 * random.nextGaussian();
                boolean positive = parameter.name().endsWith("running_var");
                values[i] = (float) (positive ? 0.3 + Math.abs(moved) : moved);
            }
            values = spread(given.getOrDefault(parameter.name(), values), values.length);
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    /** Values for inputs of these shapes, others in every round: normal, or in [0, 1) with zeros for weights. */
    public Map<String, float[]> inputs(Map<String, Shape> shapes, int round) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        shapes.forEach((input, shape) -> {
            int length = Math.toIntExact(shape.size());
            inputs.put(
                    input, given.containsKey(input) ? spread(given.get(input), length) : random(input, length, round));
        });
        return inputs;
    }

    private static float[] spread(float[] values, int length) {
        if (values.length != 1) {
            return values;
        }
        float[] all = new float[length];
        Arrays.fill(all, values[0]);
        return all;
    }

    private static float[] random(String input, int length, int round) {
        SplittableRandom random = new SplittableRandom(input.hashCode() + 31L * round);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            boolean weights = input.startsWith("weights");
            values[i] = weights ? (i % 5 == 4 ? 0 : (float) random.nextDouble()) : (float) random.nextGaussian();
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
