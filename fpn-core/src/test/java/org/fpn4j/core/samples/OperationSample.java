package org.fpn4j.core.samples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * One operation on inputs of some shapes.
 *
 * @param inputs shapes for a batch of one
 * @param differentiable how many of the inputs, the first ones, have a gradient
 * @param parameters shapes of what follows the inputs
 * @param buffers how many of the parameters, the last ones, are not trained
 * @param cycles values of inputs that may not be any, by index, over and over
 */
public record OperationSample(
        String name,
        Operation operation,
        List<Shape> inputs,
        int differentiable,
        List<Shape> parameters,
        int buffers,
        Map<Integer, List<Float>> cycles) {
    /** One whose inputs may have any values. */
    public OperationSample(
            String name,
            Operation operation,
            List<Shape> inputs,
            int differentiable,
            List<Shape> parameters,
            int buffers) {
        this(name, operation, inputs, differentiable, parameters, buffers, Map.of());
    }

    /** Values of an input that may not have any, for a batch. */
    public Optional<float[]> values(int index, int batch) {
        if (!cycles.containsKey(index)) {
            return Optional.empty();
        }
        List<Float> cycle = cycles.get(index);
        float[] values = new float[(int) batched(inputs.get(index), batch).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = cycle.get(i % cycle.size());
        }
        return Optional.of(values);
    }

    /** Name of the input or parameter at an index among the operation's inputs. */
    private String input(int index) {
        return "x" + index;
    }

    /** The shape of an input for a batch. */
    public static Shape batched(Shape shape, int batch) {
        List<Integer> dims = new ArrayList<>(shape.dims());
        dims.set(0, batch * dims.get(0));
        return new Shape(dims);
    }

    /** The operation on inputs {@code x0}, {@code x1}... that are fed; its parameters are {@code layer.p0}... */
    public Tensor onInputs(Graph graph, int batch) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            tensors.add(graph.input(input(i), batched(inputs.get(i), batch)));
        }
        return on(graph, tensors);
    }

    /** The operation on inputs that are trained, where they have a gradient: maps behind a convolution of their own. */
    public Tensor onTrained(Graph graph, int batch) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape shape = batched(inputs.get(i), batch);
            Optional<float[]> given = values(i, batch);
            if (given.isPresent()) {
                tensors.add(graph.constant(input(i), shape, given::get));
            } else if (i >= differentiable) {
                tensors.add(graph.input(input(i), shape));
            } else if (shape.rank() == 4) {
                Tensor images = graph.input("images" + i, Shape.of(shape.batch(), 3, shape.height(), shape.width()));
                tensors.add(Conv2d.of(3, shape.channels(), 1)
                        .bias(false) // a norm would take it away again
                        .declare(graph.scope("before" + i))
                        .apply(graph, images));
            } else {
                tensors.add(graph.parameter(input(i), shape, new Initializer.Normal(1), Role.WEIGHT, true));
            }
        }
        return on(graph, tensors);
    }

    /** The operation on these, with its parameters. */
    public Tensor on(Graph graph, List<Tensor> given) {
        List<Tensor> tensors = new ArrayList<>(given);
        Graph layer = graph.scope("layer");
        for (int i = 0; i < parameters.size(); i++) {
            boolean trained = i < parameters.size() - buffers;
            Shape shape = parameters.get(i);
            Initializer initializer = shape.rank() == 1 ? new Initializer.Constant(1) : new Initializer.Normal(0.5);
            tensors.add(layer.parameter("p" + i, shape, initializer, trained ? Role.WEIGHT : Role.BUFFER, trained));
        }
        return layer.apply(operation, tensors);
    }

    /** Values of the parameters: positive, so that they can be variances. */
    public Weights weights() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            float[] values = new float[(int) parameters.get(i).size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) (1 + 0.6 * Math.sin(k + 3 * i));
            }
            tensors.put("layer.p" + i, new NamedTensor(parameters.get(i), values));
        }
        return new Weights(tensors);
    }

    @Override
    public String toString() {
        return name;
    }
}
