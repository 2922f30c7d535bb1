package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.Locale;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Elementwise functions and their gradients. */
final class ActivationKernels {
    private static final double SLOPE = 0.01; // of LEAKY_RELU below 0

    private static final float SIXTH = 1f / 6;

    private ActivationKernels() {}

    static Recipe forward(Activation activation) {
        return Recipe.of(
                activation.name().toLowerCase(Locale.ROOT),
                (program, arrays) -> apply(program, activation, arrays.in(0), arrays.out(0)));
    }

    /** Applies an activation that needs no temporary; {@code x} and {@code y} may be the same. */
    static void apply(Program program, Activation activation, INDArray x, INDArray y) {
        switch (activation) {
            case NONE -> program.copy(x, y);
            case RELU -> program.relu(x, y);
            case LEAKY_RELU -> program.custom("lrelu", List.of(x), List.of(y), List.of(SLOPE));
            case SWISH -> program.swish(x, y);
            case SIGMOID -> program.sigmoid(x, y);
            case EXP -> program.exp(x, y);
            case HARD_SIGMOID -> hardSigmoid(program, x, y);
            case HARD_SWISH -> program.eachValue(List.of(x), y, of -> of[0] * hardSigmoid(of[0]));
            case RELU6 -> program.clip(x, 0, 6, y);
        }
    }

    private static void hardSigmoid(Program program, INDArray x, INDArray y) {
        program.multiply(x, SIXTH, y).add(y, 0.5, y).clip(y, 0, 1, y);
    }

    private static float hardSigmoid(float x) {
        return Math.min(Math.max(x * SIXTH + 0.5f, 0), 1);
    }

    /** From x or y, as {@link Activation#slopeIsKnownByInput} says; y has the sign of x for both kinds of ReLU. */
    static Recipe backward(Step step, Activation activation) {
        Shape shape = step.outputs().get(0).shape();
        return switch (activation) {
            case NONE -> Recipe.of("copy", (program, arrays) -> program.copy(arrays.in(1), arrays.out(0)));
            case RELU -> Recipe.of(
                    "relu_bp", (program, arrays) -> program.custom("relu_bp", arrays.in(), arrays.out(), List.of(0.0)));
            case LEAKY_RELU -> Recipe.of(
                    "lrelu_bp",
                    (program, arrays) -> program.custom("lrelu_bp", arrays.in(), arrays.out(), List.of(SLOPE)));
            case EXP -> Recipe.of(
                    "multiply", (program, arrays) -> program.multiply(arrays.in(0), arrays.in(1), arrays.out(0)));
            case SIGMOID -> new Recipe("multiply", List.of(shape), (program, arrays) -> {
                INDArray slope = arrays.temporary(0); // y (1 - y)
                program.from(1, arrays.in(0), slope)
                        .multiply(slope, arrays.in(0), slope)
                        .multiply(slope, arrays.in(1), arrays.out(0));
            });
            case HARD_SIGMOID -> Recipe.of(
                    "in Java",
                    (program, arrays) -> program.eachValue(
                            arrays.in(), arrays.out(0), of -> Math.abs(of[0]) < 3 ? of[1] * SIXTH : 0));
            case HARD_SWISH -> Recipe.of(
                    "in Java",
                    (program, arrays) ->
                            program.eachValue(arrays.in(), arrays.out(0), of -> of[1] * hardSwishSlope(of[0])));
            case RELU6 -> Recipe.of(
                    "in Java",
                    (program, arrays) ->
                            program.eachValue(arrays.in(), arrays.out(0), of -> of[0] > 0 && of[0] < 6 ? of[1] : 0));
            case SWISH -> new Recipe("multiply", List.of(shape, shape), (program, arrays) -> {
                INDArray x = arrays.in(0);
                INDArray sigmoid = arrays.temporary(0);
                INDArray slope = arrays.temporary(1); // s (1 + x (1 - s))
                program.sigmoid(x, sigmoid)
                        .from(1, sigmoid, slope)
                        .multiply(slope, x, slope)
                        .add(slope, 1, slope)
                        .multiply(slope, sigmoid, slope)
                        .multiply(slope, arrays.in(1), arrays.out(0));
            });
        };
    }

    private static float hardSwishSlope(float x) {
        return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5f;
    }
}
