package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;

/** Compares a plan with SameDiff's session on the same weights and inputs. */
public final class Agreement {
    /** A gradient this much smaller than the network's largest is the difference of larger ones, and as exact as they. */
    public static final double NEGLIGIBLE = 1e-3;

    private final Executor executor;
    private final double tolerance;
    private final double negligible;

    /**
     * A comparison.
     *
     * @param tolerance largest difference of two values, as a share of the largest magnitude in their tensor
     */
    public Agreement(Supplier<List<KernelProvider>> providers, double tolerance) {
        this(providers, tolerance, NEGLIGIBLE);
    }

    /**
     * The same.
     *
     * @param negligible share of the network's largest gradient below which a tensor's gradient is measured by that
     */
    public Agreement(Supplier<List<KernelProvider>> providers, double tolerance, double negligible) {
        this.executor = new PlanExecutor("tested", providers);
        this.tolerance = tolerance;
        this.negligible = negligible;
    }

    /** Losses, gradients and running statistics of two steps between which the parameters change. */
    public void training(Sample sample) {
        List<SessionResults.Round> expected = SessionResults.training(sample);
        try (Network plan = executor.compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            for (int round = 0; round < SessionResults.ROUNDS; round++) {
                Map<String, Double> losses = plan.backward(sample.inputs(plan.inputs(), round));
                compareLosses(losses, expected.get(round).losses());
                compareGradients(plan, expected.get(round).gradients());
                compareWeights(plan.weights(), expected.get(round).weights());
                SessionResults.change(plan.buffers());
                plan.parametersChanged();
            }
        }
    }

    /** All outputs of a network for prediction, together and one by one. */
    public void prediction(Sample sample) {
        Map<String, float[]> expected = SessionResults.prediction(sample);
        try (Network plan = executor.compile(sample.definition(), Purpose.INFERENCE, sample.weights())) {
            Map<String, float[]> inputs = sample.inputs(plan.inputs(), 0);
            Map<String, float[]> together = plan.forward(inputs, expected.keySet());
            expected.forEach((name, values) -> {
                compare("output " + name, together.get(name), values, 0);
                compare("output " + name, plan.forward(inputs, List.of(name)).get(name), values, 0);
            });
        }
    }

    private void compareLosses(Map<String, Double> losses, Map<String, Double> expected) {
        assertThat(losses.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, loss) -> assertThat(losses.get(name))
                .as("loss " + name)
                .isFinite()
                .isCloseTo(loss, within(tolerance * Math.max(Math.abs(loss), 1e-3))));
    }

    private void compareGradients(Network plan, Map<String, float[]> expected) {
        double largest = expected.values().stream()
                .mapToDouble(Agreement::magnitude)
                .max()
                .orElseThrow();
        for (ParameterBuffers.Slot slot : plan.buffers().slots()) {
            String name = slot.parameter().name();
            compare("gradient of " + name, gradient(plan, slot), expected.get(name), negligible * largest);
        }
    }

    private void compareWeights(Weights weights, Weights expected) {
        expected.tensors()
                .forEach((name, tensor) ->
                        compare(name, weights.tensors().get(name).values(), tensor.values(), 0));
    }

    /** A parameter's gradient, in the order in which the network gives it to files. */
    public static float[] gradient(Network network, ParameterBuffers.Slot slot) {
        float[] all = network.inOrder(network.buffers().gradients());
        int from = Math.toIntExact(slot.offset());
        return Arrays.copyOfRange(all, from, from + Math.toIntExact(slot.length()));
    }

    private static double magnitude(float[] values) {
        double magnitude = 0;
        for (float value : values) {
            assertThat(value).as("SameDiff's value").isFinite();
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        return magnitude;
    }

    private void compare(String what, float[] actual, float[] expected, double negligible) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Math.max(magnitude(expected), negligible);
        int worst = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= Math.abs(actual[worst] - expected[worst]))) {
                worst = i; // also where it is not a number
            }
        }
        assertThat((double) actual[worst])
                .as(what + "[" + worst + "], in a tensor of scale " + scale)
                .isCloseTo(expected[worst], within(tolerance * scale + Float.MIN_NORMAL));
    }
}
