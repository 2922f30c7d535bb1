package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
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
    private static final int SAMPLES = 3; // values checked per parameter

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
    }

    /** Checks some values of the gradient of every parameter. */
    static void check(Sample sample, Supplier<List<KernelProvider>> providers, double tolerance) {
        try (Network plan = new PlanExecutor("tested", providers)
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            plan.gradients(sample.inputs(plan.inputs(), 0));
            FiniteDifferences differences = new FiniteDifferences(sample, plan.inputs());
            for (ParameterBuffers.Slot slot : plan.buffers().slots()) {
                differences.check(slot, Agreement.gradient(plan, slot), tolerance);
            }
        }
    }

    private void check(ParameterBuffers.Slot slot, float[] gradient, double tolerance) {
        String name = slot.parameter().name();
        Shape shape = slot.parameter().shape();
        double scale = 0;
        for (float value : gradient) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertThat(scale).as("gradient of " + name).isPositive().isFinite();
        INDArray array = sameDiff.getVariable(name).getArr();
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int sample = 0; sample < SAMPLES; sample++) {
            int index = random.nextInt(gradient.length);
            long inSession = Agreement.sessionIndex(shape, index);
            double value = array.getDouble(inSession);
            array.putScalar(inSession, value + STEP);
            double above = loss();
            array.putScalar(inSession, value - STEP);
            double below = loss();
            array.putScalar(inSession, value);
            double expected = (above - below) / (2 * STEP);
            assertThat((double) gradient[index])
                    .as("gradient of " + name + "[" + index + "]")
                    .isCloseTo(expected, within(tolerance * Math.max(scale, Math.abs(expected))));
        }
    }

    private double loss() {
        Map<String, INDArray> values = sameDiff.output(inputs, losses);
        return losses.stream()
                .mapToDouble(name -> values.get(name).getDouble(0))
                .sum();
    }
}
