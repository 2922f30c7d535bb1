package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanDescription.Row;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values cross from one memory to another and back all over a plan whose steps are shared out between two. */
class MemoriesTest {
    private static final double TOLERANCE = 2e-5; // as ND4J's contract: copies change nothing

    static Stream<Sample> samples() {
        return Samples.all();
    }

    private static List<KernelProvider> providers(Predicate<Instruction> apart) {
        return List.of(new ApartKernels(apart), new Nd4jKernels());
    }

    /** Every second step by its label: some kinds run here, and some of these have gradients there. */
    private static boolean some(Instruction instruction) {
        return instruction.label().hashCode() % 2 == 0;
    }

    private static boolean others(Instruction instruction) {
        return !some(instruction);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void trainsAsSameDiffDoesWhereverTheStepsAre(Sample sample) {
        new Agreement(() -> providers(instruction -> true), TOLERANCE).training(sample);
        new Agreement(() -> providers(MemoriesTest::some), TOLERANCE).training(sample);
        new Agreement(() -> providers(MemoriesTest::others), TOLERANCE).training(sample);
        new Agreement(() -> providers(instruction -> false), TOLERANCE).training(sample);
    }

    static Stream<Sample> samplesWithOutputs() {
        return Samples.all().filter(Sample::predicts);
    }

    @ParameterizedTest
    @MethodSource("samplesWithOutputs")
    void predictsAsSameDiffDoesWhereverTheStepsAre(Sample sample) {
        new Agreement(() -> providers(MemoriesTest::some), TOLERANCE).prediction(sample);
        new Agreement(() -> providers(MemoriesTest::others), TOLERANCE).prediction(sample);
    }

    private static Sample sample(String name) {
        return Samples.all()
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void valuesThatStayInOneMemoryAreNotCopied() {
        Sample pool = sample("max pool 3x3/2 with symmetric padding");
        try (PlanNetwork network = new PlanExecutor("tested", () -> providers(instruction -> true))
                .compile(pool.definition(), Purpose.TRAINING, pool.weights())) {
            assertThat(network.plan().describeGradients().everyRun().stream().map(Row::provider))
                    .containsOnly("apart");
        }
    }

    @Test
    void valuesThatCrossAreCopiedOnce() {
        Sample pool = sample("max pool 3x3/2 with symmetric padding");
        try (PlanNetwork network = new PlanExecutor("tested", () -> providers(MemoriesTest::pools))
                .compile(pool.definition(), Purpose.INFERENCE, pool.weights())) {
            List<String> labels = network.plan().describe(List.of("y")).everyRun().stream()
                    .map(row -> row.provider() + ": " + row.label())
                    .toList();

            assertThat(labels)
                    .containsSubsequence("nd4j: convolution + bias", "array: copy host to array", "apart: max_pool");
            assertThat(labels.stream().filter(label -> label.startsWith("array: copy")))
                    .hasSize(1);
        }
    }

    private static boolean pools(Instruction instruction) {
        return instruction.label().startsWith("max_pool");
    }

    @Test
    void aPlanSaysWhatItTakesOfEachMemory() {
        Sample pool = sample("max pool 3x3/2 with symmetric padding");
        try (PlanNetwork network = new PlanExecutor("tested", () -> providers(MemoriesTest::pools))
                .compile(pool.definition(), Purpose.INFERENCE, pool.weights())) {
            PlanDescription plan = network.plan().describe(List.of("y"));

            assertThat(plan.memories().keySet().stream().map(Memory::name)).containsExactlyInAnyOrder("host", "array");
            assertThat(plan.memories().values())
                    .allSatisfy(bytes -> assertThat(bytes).isPositive());
            assertThat(plan.memories().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(plan.arenaBytes() + plan.keptBytes());
        }
    }

    @Test
    void parametersAndGradientsLieWithThePreferredProvider() {
        Sample pool = sample("max pool 3x3/2 with symmetric padding");
        ArrayMemory[] memory = new ArrayMemory[1];
        PlanNetwork network = new PlanExecutor("tested", () -> {
                    ApartKernels apart = new ApartKernels(MemoriesTest::pools);
                    memory[0] = apart.memory();
                    return List.of(apart, new Nd4jKernels());
                })
                .compile(pool.definition(), Purpose.TRAINING, pool.weights());
        Map<String, float[]> inputs = pool.inputs(network.inputs(), 0);
        network.backward(inputs);
        FlatVector gradients = network.buffers().gradients();

        assertThat(gradients.memory())
                .isSameAs(memory[0])
                .isSameAs(network.buffers().memory());
        assertThat(gradients.toArray()).doesNotContain(Float.NaN);
        network.close();
        assertThat(memory[0].allocated()).isZero();
    }
}
