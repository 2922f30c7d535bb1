package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;

/** Compares a plan with SameDiff's session on the same weights and inputs. */
final class Agreement {
    private final Executor executor;
    private final double tolerance;

    /**
     * A comparison.
     *
     * @param tolerance largest difference of two values, as a share of the largest magnitude in their tensor
     */
    Agreement(Supplier<List<KernelProvider>> providers, double tolerance) {
        this.executor = new PlanExecutor("tested", providers);
        this.tolerance = tolerance;
    }

    /** Losses, gradients and running statistics of two steps between which the parameters change. */
    void training(Sample sample) {
        try (Network session = new SameDiffExecutor().compile(sample.definition(), Purpose.TRAINING, sample.weights());
                Network plan = executor.compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            for (int round = 0; round < 2; round++) {
                Map<String, float[]> inputs = sample.inputs(plan.inputs(), round);
                Map<String, Double> expected = session.gradients(inputs);
                Map<String, Double> losses = plan.gradients(inputs);
                assertThat(losses.keySet()).isEqualTo(expected.keySet());
                expected.forEach((name, loss) -> assertThat(losses.get(name))
                        .as("loss " + name)
                        .isFinite()
                        .isCloseTo(loss, within(tolerance * Math.max(Math.abs(loss), 1e-3))));
                compareGradients(session, plan);
                compareWeights(session.weights(), plan.weights());
                for (Network network : List.of(session, plan)) {
                    network.buffers().values().muli(0.9);
                    network.parametersChanged();
                }
            }
        }
    }

    /** All outputs of a network for prediction, together and one by one. */
    void prediction(Sample sample) {
        try (Network session =
                        new SameDiffExecutor().compile(sample.definition(), Purpose.INFERENCE, sample.weights());
                Network plan = executor.compile(sample.definition(), Purpose.INFERENCE, sample.weights())) {
            Map<String, float[]> inputs = sample.inputs(plan.inputs(), 0);
            List<String> names = new ArrayList<>(plan.outputs().keySet());
            Map<String, float[]> expected = session.forward(inputs, names);
            Map<String, float[]> together = plan.forward(inputs, names);
            for (String name : names) {
                close("output " + name, together.get(name), expected.get(name));
                close("output " + name, plan.forward(inputs, List.of(name)).get(name), expected.get(name));
            }
        }
    }

    private void compareGradients(Network session, Network plan) {
        for (ParameterBuffers.Slot slot : plan.buffers().slots()) {
            close(
                    "gradient of " + slot.parameter().name(),
                    gradient(plan, slot),
                    fromSession(gradient(session, slot), slot.parameter().shape()));
        }
    }

    private void compareWeights(Weights expected, Weights weights) {
        expected.tensors()
                .forEach((name, tensor) ->
                        close(name, weights.tensors().get(name).values(), tensor.values()));
    }

    static float[] gradient(Network network, ParameterBuffers.Slot slot) {
        return ParameterBuffers.view(network.buffers().gradients(), slot).toFloatVector();
    }

    /** SameDiff's networks hold kernels as {@code [kH, kW, in, out]}, depthwise ones as {@code [kH, kW, channels, 1]}. */
    private static float[] fromSession(float[] values, Shape shape) {
        if (shape.rank() != 4) {
            return values;
        }
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[sessionIndex(shape, i)];
        }
        return turned;
    }

    /** Where SameDiff's networks keep the value that stands at {@code index} in the order of the shape. */
    static int sessionIndex(Shape shape, int index) {
        if (shape.rank() != 4) {
            return index;
        }
        int x = index % shape.dim(3);
        int y = index / shape.dim(3) % shape.dim(2);
        int in = index / (shape.dim(3) * shape.dim(2)) % shape.dim(1);
        int out = index / (shape.dim(3) * shape.dim(2) * shape.dim(1));
        int window = y * shape.dim(3) + x;
        return (window * shape.dim(1) + in) * shape.dim(0) + out; // with one input channel both layouts are this
    }

    private void close(String what, float[] actual, float[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = 1e-6; // a tensor of nothing but smaller values is zero
        for (float value : expected) {
            assertThat(value).as(what + " in SameDiff").isFinite();
            scale = Math.max(scale, Math.abs(value));
        }
        int worst = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= Math.abs(actual[worst] - expected[worst]))) {
                worst = i; // a value that is not a number is worst
            }
        }
        assertThat((double) actual[worst])
                .as(what + "[" + worst + "], in a tensor of scale " + scale)
                .isCloseTo(expected[worst], within(tolerance * scale));
    }
}
