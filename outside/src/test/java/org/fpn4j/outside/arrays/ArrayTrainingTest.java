package org.fpn4j.outside.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.contract.ArrayMemory;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.execution.PlanDescription.Row;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.training.config.ExecutionConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.optimization.AdamW;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.OptimizerConfig;
import org.fpn4j.training.optimization.RunningMean;
import org.fpn4j.training.optimization.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A library that is found by its name trains a detector, and the optimizer steps in its memory. */
class ArrayTrainingTest {
    private static final int STEPS = 4;

    /** Sums of float32 in another order, through thirty layers and four steps. */
    private static final double TOLERANCE = 1e-4;

    private static ExecutionConfig execution(String kernels) {
        return new ConfigLoader()
                .loadSets(ExperimentConfig.class, List.of("execution.kernels=" + kernels))
                .config()
                .execution();
    }

    private static final Sample MODEL = WholeModelTest.models()
            .filter(model -> model.name().equals("fpn and retina"))
            .findFirst()
            .orElseThrow();

    private static PlanNetwork network(String kernels) {
        return execution(kernels).executor(1).compile(MODEL.definition(), Purpose.TRAINING, MODEL.weights());
    }

    static List<OptimizerConfig> optimizers() {
        return List.of(new Sgd.Config(1, 0.9, 1e-4), new AdamW.Config(1, 0.9, 0.999, 1e-8, 0.01));
    }

    /** The losses of some steps, and the norms of the parameters and of their mean at the end. */
    private static List<Double> trained(String kernels, OptimizerConfig config) {
        List<Double> numbers = new ArrayList<>();
        try (PlanNetwork network = network(kernels);
                Optimizer optimizer = config.create(network.buffers());
                RunningMean mean = new RunningMean(network.buffers(), 0.9)) {
            for (int step = 1; step <= STEPS; step++) {
                numbers.addAll(
                        network.backward(MODEL.inputs(network.inputs(), step)).values());
                optimizer.step(1e-3);
                network.parametersChanged();
                mean.update(step);
            }
            numbers.add(norm(network.buffers().values()));
            numbers.add(norm(mean.vector()));
        }
        return numbers;
    }

    private static double norm(FlatVector vector) {
        return Math.sqrt(vector.memory().algebra().sumOfSquares(vector));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void lossesAndParametersAreThoseOfNd4j(OptimizerConfig config) {
        List<Double> expected = trained("nd4j", config);
        List<Double> actual = trained("array", config);

        assertThat(actual).hasSameSizeAs(expected).doesNotHaveDuplicates();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), Offset.offset(TOLERANCE * expected.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theOptimizerRemembersInTheMemoryOfTheParameters(OptimizerConfig config) {
        try (PlanNetwork network = network("array");
                Optimizer optimizer = config.create(network.buffers())) {
            Memory memory = network.buffers().memory();

            assertThat(memory).isInstanceOf(ArrayMemory.class);
            assertThat(optimizer.memory().values())
                    .allSatisfy(vector -> assertThat(vector.memory()).isSameAs(memory));
        }
    }

    @Test
    void whatTheLibraryLacksRunsOnNd4j() {
        try (PlanNetwork network = network("array")) {
            assertThat(network.plan().describeGradients().everyRun().stream().map(Row::provider))
                    .contains("array", "nd4j", "host");
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> execution("arrays"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("kernels[arrays] must be one of [auto, onednn, array, nd4j]")
                .hasMessageContaining("did you mean [array]?");
    }
}
