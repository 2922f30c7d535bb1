package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.GradientFunction;
import org.fpn4j.core.samediff.SameDiffGraph;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients of a block in double precision, by SameDiff, and what {@code float32} may make of them.
 *
 * <p>A computation in {@code float32} is the exact one on values that are a few last places off. So the exact gradient is
 * taken again with every weight, input and target moved at random by up to {@link #MOVED} of itself; how far it goes is what
 * the block's conditioning makes of rounding, whoever computes and in whatever order.
 *
 * @param values by name, in the order of the parameter's shape
 * @param rounding by name: the largest difference that rounding explains
 */
record ExactGradients(Map<String, double[]> values, Map<String, Double> rounding) {
    private static final double MOVED = 0x1p-15; // n times float32's unit roundoff, the bound of a sum of n = 512 terms
    private static final int DRAWS = 3;

    static ExactGradients of(Dl4jPair pair, Weights weights) {
        Map<String, float[]> inputs = pair.values(Dl4jPair.BATCH);
        Map<String, double[]> exact = gradients(pair, weights, inputs, UnaryOperator.identity());
        Map<String, Double> rounding = new LinkedHashMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            SplittableRandom random = new SplittableRandom(draw);
            Map<String, double[]> moved =
                    gradients(pair, moved(weights, random), moved(inputs, random), targets -> moved(targets, random));
            exact.forEach(
                    (name, gradient) -> rounding.merge(name, largestDifference(gradient, moved.get(name)), Math::max));
        }
        return new ExactGradients(exact, rounding);
    }

    private static double largestDifference(double[] one, double[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    private static Weights moved(Weights weights, SplittableRandom random) {
        Map<String, NamedTensor> moved = new LinkedHashMap<>();
        weights.tensors()
                .forEach((name, tensor) ->
                        moved.put(name, new NamedTensor(tensor.shape(), moved(tensor.values(), random))));
        return new Weights(moved);
    }

    private static Map<String, float[]> moved(Map<String, float[]> inputs, SplittableRandom random) {
        Map<String, float[]> moved = new LinkedHashMap<>();
        inputs.forEach((name, values) -> moved.put(name, moved(values, random)));
        return moved;
    }

    private static float[] moved(float[] values, SplittableRandom random) {
        float[] moved = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            moved[i] = (float) (values[i] * (1 + MOVED * random.nextDouble(-1, 1)));
        }
        return moved;
    }

    /** Of the mean over images of the sum over cells of the mean over channels of every level's squared distance, as in DL4J. */
    private static Map<String, double[]> gradients(
            Dl4jPair pair, Weights weights, Map<String, float[]> values, UnaryOperator<float[]> targets) {
        SameDiff sameDiff = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.TRAINING, weights, DataType.DOUBLE);
        SDVariable loss = null;
        for (Tensor level : pair.build(graph).tensors()) {
            SDVariable map = SameDiffGraph.variable(level);
            double share = 1.0 / level.shape().channels() / Dl4jPair.BATCH;
            INDArray target = doubles(targets.apply(Dl4jPair.target(level)), level.shape());
            SDVariable rest = map.sub(sameDiff.constant(target));
            SDVariable term = rest.mul(rest).sum().mul(share);
            loss = loss == null ? term : loss.add(term);
        }
        sameDiff.setLossVariables(loss.name());
        Map<String, INDArray> arrays = new HashMap<>();
        pair.inputs().forEach((name, shape) -> arrays.put(name, doubles(values.get(name), shape)));
        List<Parameter> trainable = new ArrayList<>(graph.parameters());
        trainable.removeIf(parameter -> !parameter.trainable());
        List<String> names = trainable.stream().map(Parameter::name).toList();
        GradientFunction.of(sameDiff, names);
        Map<String, INDArray> gradients = sameDiff.calculateGradients(arrays, names);
        Map<String, double[]> ours = new LinkedHashMap<>();
        for (Parameter parameter : trainable) {
            INDArray gradient = outside(gradients.get(parameter.name()), parameter.shape());
            ours.put(parameter.name(), gradient.dup('c').data().asDouble());
        }
        return ours;
    }

    private static INDArray doubles(float[] values, Shape shape) {
        return Nd4j.createFromArray(values).reshape('c', shape.toLongArray()).castTo(DataType.DOUBLE);
    }

    /** Kernels are {@code [kH, kW, in, out]} in SameDiff, depthwise ones {@code [kH, kW, C, 1]}. */
    private static INDArray outside(INDArray array, Shape shape) {
        if (shape.rank() < 4) {
            return array;
        }
        return shape.dim(1) == 1 ? array.permute(2, 3, 0, 1) : array.permute(3, 2, 0, 1);
    }
}
