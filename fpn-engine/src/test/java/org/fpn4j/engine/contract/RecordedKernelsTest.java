package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.engine.execution.PlanDescription.Row;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;

/** Kernels of one provider that follow each other are handed over as one. */
class RecordedKernelsTest {
    /** Two steps, a pool, and two more. */
    private static final Sample CHAIN = Sample.of("chain", graph -> {
        Tensor x = graph.activate(Activation.SIGMOID, graph.input("x", Shape.of(1, 2, 6, 6)));
        x = graph.apply(new Operation.Sum(), x, x); // begins a chain, and never goes on with one
        x = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x);
        x = graph.activate(Activation.RELU, x);
        return graph.apply(new Operation.Sum(), x, x);
    });

    private static boolean pools(Instruction instruction) {
        return instruction.label().startsWith("max_pool");
    }

    private static boolean others(Instruction instruction) {
        return !pools(instruction);
    }

    private static PlanNetwork predicting(KernelProvider... providers) {
        return new PlanExecutor("tested", () -> List.of(providers))
                .compile(CHAIN.definition(), Purpose.INFERENCE, CHAIN.weights());
    }

    private static float[] predicted(Network network) {
        return network.forward(CHAIN.inputs(network.inputs(), 0), List.of("y")).get("y");
    }

    @Test
    void allStepsOfTheOnlyProviderAreHandedOverAsOne() {
        RecordingKernels kernels = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = predicting(kernels)) {
            predicted(network);
            predicted(network);

            assertThat(kernels.recorded()).containsExactly(5);
            List<String> run = List.of("[", "run sigmoid", "run sum", "run max_pool", "run relu", "run sum", "]");
            List<String> twice = new ArrayList<>(run);
            twice.addAll(run);
            assertThat(kernels.diary()).containsExactlyElementsOf(twice);
        }
    }

    @Test
    void aStepOfAnotherProviderSplitsThem() {
        RecordingKernels first = new RecordingKernels(new MirroredKernels(RecordedKernelsTest::others));
        RecordingKernels second = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = predicting(first, second)) {
            predicted(network);

            assertThat(first.diary())
                    .containsExactly(
                            "[",
                            "run convert",
                            "run sigmoid",
                            "run sum",
                            "run convert",
                            "]", //
                            "[",
                            "run convert",
                            "run relu",
                            "run sum",
                            "run convert",
                            "]");
            assertThat(second.diary()).containsExactly("[", "run max_pool", "]");
        }
    }

    @Test
    void aCopyBetweenMemoriesSplitsThem() {
        RecordingKernels device = new RecordingKernels(new ApartKernels(RecordedKernelsTest::others));
        RecordingKernels host = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = predicting(device, host)) {
            predicted(network);

            assertThat(device.diary())
                    .containsExactly("[", "run sigmoid", "run sum", "]", "[", "run relu", "run sum", "]");
            assertThat(host.diary()).containsExactly("[", "run max_pool", "]");
            assertThat(network.plan().describe(List.of("y")).everyRun().stream().map(Row::label))
                    .containsExactly(
                            "sigmoid", "sum", "copy array to host", "max_pool", "copy host to array", "relu", "sum");
        }
    }

    @Test
    void whatRunsOnceIsNotHandedOver() {
        Sample frozen = Sample.of("frozen", graph -> {
            Tensor x = graph.input("x", Shape.of(1, 2, 6, 6));
            Tensor shift = graph.constant("shift", Shape.of(1, 2, 6, 6), () -> new float[72]);
            return graph.apply(new Operation.Sum(), List.of(x, graph.activate(Activation.SIGMOID, shift)));
        });
        RecordingKernels kernels = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = new PlanExecutor("tested", () -> List.of(kernels))
                .compile(frozen.definition(), Purpose.INFERENCE, frozen.weights())) {
            network.forward(frozen.inputs(network.inputs(), 0), List.of("y"));

            assertThat(kernels.diary()).containsExactly("run sigmoid", "[", "run sum", "]");
        }
    }

    @Test
    void everyKernelIsClosedOnce() {
        RecordingKernels kernels = new RecordingKernels(new Nd4jKernels());
        PlanNetwork network = predicting(kernels);
        predicted(network);
        kernels.diary().clear();

        network.close();

        assertThat(kernels.diary())
                .containsExactly("close sigmoid", "close sum", "close max_pool", "close relu", "close sum");
    }

    @Test
    void timedStepsRunOnTheirOwnAndAreWaitedFor() {
        RecordingKernels kernels = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = predicting(kernels)) {
            predicted(network);
            kernels.diary().clear();

            network.time(CHAIN.inputs(network.inputs(), 0), List.of("y"), 1);

            List<String> notCounted = kernels.diary().subList(0, 7);
            assertThat(notCounted).startsWith("[").endsWith("]");
            assertThat(kernels.diary().subList(7, kernels.diary().size()))
                    .containsExactly(
                            "await",
                            "run sigmoid",
                            "await",
                            "run sum",
                            "await",
                            "run max_pool",
                            "await",
                            "run relu",
                            "await",
                            "run sum",
                            "await");
        }
    }

    @Test
    void aNetworkWaitsForAllItsProviders() {
        RecordingKernels device = new RecordingKernels(new ApartKernels(RecordedKernelsTest::others));
        RecordingKernels host = new RecordingKernels(new Nd4jKernels());
        try (PlanNetwork network = predicting(device, host)) {
            network.await();

            assertThat(device.diary()).containsExactly("await");
            assertThat(host.diary()).containsExactly("await");
        }
    }

    @Test
    void resultsAreThoseOfKernelsOnTheirOwn() {
        KernelProvider[] alone = {new Nd4jKernels()};
        KernelProvider[] apart = {
            new RecordingKernels(new ApartKernels(RecordedKernelsTest::others)), new RecordingKernels(new Nd4jKernels())
        };
        try (PlanNetwork expected = predicting(alone);
                PlanNetwork actual = predicting(apart)) {
            assertThat(predicted(actual)).containsExactly(predicted(expected));
        }
    }

    @Test
    void aTrainingIsThatOfKernelsOnTheirOwn() {
        Sample pool = Samples.all()
                .filter(sample -> sample.name().equals("max pool 3x3/2 with symmetric padding"))
                .findFirst()
                .orElseThrow();
        try (PlanNetwork expected = training(pool, new Nd4jKernels());
                PlanNetwork actual = training(pool, new RecordingKernels(new Nd4jKernels()))) {
            Map<String, float[]> inputs = pool.inputs(expected.inputs(), 0);

            assertThat(actual.backward(inputs)).isEqualTo(expected.backward(inputs));
            assertThat(actual.buffers().gradients().toArray())
                    .containsExactly(expected.buffers().gradients().toArray());
        }
    }

    private static PlanNetwork training(Sample sample, KernelProvider kernels) {
        return new PlanExecutor("tested", () -> List.of(kernels))
                .compile(sample.definition(), Purpose.TRAINING, sample.weights());
    }
}
