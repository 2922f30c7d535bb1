package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffGraph;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares a plan's gradients with central differences of the losses that SameDiff computes in double precision. */
final class FiniteDifferences {
    private static final double STEP = 1e-5;
    private static final int SAMPLES = 2; // values checked per parameter

    /** The sum of the losses changes by {@code slope} with the value at {@code index} of a parameter. */
    private record Slope(int index, double slope) {}

    private static final Map<String, Map<String, List<Slope>>> KNOWN = new ConcurrentHashMap<>();

    private final SameDiff sameDiff = SameDiff.create();
    private final Map<String, INDArray> inputs = new HashMap<>();
    private final List<String> losses;

    private FiniteDifferences(Sample sample, Map<String, Shape> shapes) {
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.TRAINING, sample.weights(), DataType.DOUBLE);
        NetworkDefinition.Declared declared = sample.definition().define(graph);
        losses = declared.losses().values().stream().map(Tensor::name).toList();
        sample.inputs(shapes, 0)
                .forEach((name, values) -> inputs.put(
                        name,
                        Nd4j.createFromArray(values)
                                .castTo(DataType.DOUBLE)
                                .reshape(shapes.get(name).toLongArray())));
        inputs.putAll(graph.decided(inputs)); // once: no gradient flows through a decision
    }

    /** Checks some values of the gradient of every parameter. */
    static void check(Sample sample, Supplier<List<KernelProvider>> providers, double tolerance) {
        try (Network plan = new PlanExecutor("tested", providers)
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            plan.backward(sample.inputs(plan.inputs(), 0));
            Map<String, List<Slope>> slopes = KNOWN.computeIfAbsent(
                    sample.name(), name -> new FiniteDifferences(sample, plan.inputs()).slopes(sample.parameters()));
            for (ParameterBuffers.Slot slot : plan.buffers().slots()) {
                String name = slot.parameter().name();
                check(name, Agreement.gradient(plan, slot), slopes.get(name), tolerance);
            }
        }
    }

    private static void check(String name, float[] gradient, List<Slope> slopes, double tolerance) {
        double scale = 0;
        for (float value : gradient) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertThat(scale).as("gradient of " + name).isPositive().isFinite();
        for (Slope slope : slopes) {
            assertThat((double) gradient[slope.index()])
                    .as("gradient of " + name + "[" + slope.index() + "]")
                    .isCloseTo(slope.slope(), within(tolerance * Math.max(scale, Math.abs(slope.slope()))));
        }
    }

    private Map<String, List<Slope>> slopes(List<Parameter> parameters) {
        Map<String, List<Slope>> slopes = new HashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.trainable()) {
                SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
                List<Slope> some = new ArrayList<>();
                for (int sample = 0; sample < SAMPLES; sample++) {
                    some.add(slope(
                            parameter, random.nextInt((int) parameter.shape().size())));
                }
                slopes.put(parameter.name(), some);
            }
        }
        return slopes;
    }

    private Slope slope(Parameter parameter, int index) {
        INDArray array = sameDiff.getVariable(parameter.name()).getArr();
        long inSession = SessionResults.index(parameter.shape(), index);
        double value = array.getDouble(inSession);
        array.putScalar(inSession, value + STEP);
        double above = loss();
        array.putScalar(inSession, value - STEP);
        double below = loss();
        array.putScalar(inSession, value);
        return new Slope(index, (above - below) / (2 * STEP));
    }

    private double loss() {
        Map<String, INDArray> values = sameDiff.output(inputs, losses);
        return losses.stream()
                .mapToDouble(name -> values.get(name).getDouble(0))
                .sum();
    }
}
