package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.nd4j.Nd4jLibrary;
import org.junit.jupiter.api.Test;

class KernelLibrariesTest {
    private static final Optional<String> WRONG = Optional.of(
            "oneDNN 3.11.0 computes wrongly on this CPU (NEON): a dot product of 100 values gives 88.0 for 125.0");

    /** A library that serves some precisions and has no kernel for some steps. */
    private record Fast(String name, int rank, Optional<String> unavailable) implements KernelLibrary {
        @Override
        public String title() {
            return name.equals("onednn") ? "oneDNN" : "Fast";
        }

        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public Set<Precision> precisions() {
            return Set.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8);
        }

        @Override
        public Optional<String> unavailable(Precision precision) {
            return unavailable;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public KernelProvider create(KernelOptions options) {
            return new RefusingKernels(
                    instruction -> true, name + " in " + options.precision().key());
        }
    }

    private static KernelLibraries with(KernelLibrary... others) {
        return new KernelLibraries(
                Stream.concat(Stream.of(new Nd4jLibrary()), Stream.of(others)).toList());
    }

    private static KernelOptions options(Precision precision) {
        return KernelOptions.of(precision, 1);
    }

    private static Fast onednn(Optional<String> unavailable) {
        return new Fast("onednn", 100, unavailable);
    }

    @Test
    void nd4jIsFoundOnTheClassPath() {
        assertThat(KernelLibraries.onClassPath().names()).containsExactly("auto", "nd4j");
    }

    @Test
    void namesAreThoseThatAreFoundTheBestFirst() {
        assertThat(with(onednn(WRONG), new Fast("toy", 7, WRONG)).names())
                .containsExactly("auto", "onednn", "toy", "nd4j");
    }

    @Test
    void twoLibrariesOfOneNameAreAMistake() {
        assertThatThrownBy(() -> with(onednn(WRONG), onednn(WRONG)))
                .hasMessage("two libraries of kernels have the same name: [onednn, onednn, nd4j]");
    }

    @Test
    void autoTakesTheBestThatWorks() {
        KernelLibraries libraries = with(onednn(WRONG), new Fast("toy", 7, Optional.empty()));

        assertThat(with(onednn(Optional.empty()))
                        .choose("auto", options(Precision.FLOAT32))
                        .name())
                .isEqualTo("onednn");
        assertThat(libraries.choose("auto", options(Precision.FLOAT32)).name()).isEqualTo("toy");
        assertThat(libraries.choose("auto", options(Precision.BFLOAT16)).name()).isEqualTo("toy");
        assertThat(with(onednn(WRONG))
                        .choose("auto", options(Precision.FLOAT32))
                        .name())
                .isEqualTo("nd4j");
    }

    @Test
    void whoAsksForALibraryThatComputesWronglyIsTold() {
        assertThatThrownBy(() -> with(onednn(WRONG)).choose("onednn", options(Precision.FLOAT32)))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "execution: kernels[onednn] cannot be used: oneDNN 3.11.0 computes wrongly on this CPU (NEON):"
                                + " a dot product of 100 values gives 88.0 for 125.0\n    use auto or nd4j");
    }

    @Test
    void bfloat16NeedsALibraryThatComputesRightInIt() {
        for (String kernels : List.of("auto", "onednn")) {
            assertThatThrownBy(() -> with(onednn(WRONG)).choose(kernels, options(Precision.BFLOAT16)))
                    .isInstanceOf(UserInputException.class)
                    .hasMessage(
                            "execution: dtype[bfloat16] needs oneDNN, and oneDNN 3.11.0 computes wrongly on this CPU"
                                    + " (NEON): a dot product of 100 values gives 88.0 for 125.0\n    use float32");
        }
    }

    @Test
    void bfloat16WithoutALibraryForItIsRefused() {
        for (String kernels : List.of("auto", "nd4j")) {
            assertThatThrownBy(() -> with().choose(kernels, options(Precision.BFLOAT16)))
                    .isInstanceOf(UserInputException.class)
                    .hasMessage("execution: dtype[bfloat16] is none that kernels[" + kernels
                            + "] compute in\n    use float32");
        }
        assertThat(with().unavailable(Precision.BFLOAT16)).hasValue("no library here has kernels for it");
        assertThat(with().unavailable(Precision.FLOAT32)).isEmpty();
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> PlanExecutor.of("cuda", Precision.FLOAT32, 1))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: kernels[cuda] is not known\n    must be one of [auto, nd4j]");
    }

    @Test
    void behindALibraryThatLacksKernelsStandsOneThatHasThemAll() {
        PlanExecutor executor = with(onednn(Optional.empty())).executor("auto", options(Precision.BFLOAT16));

        assertThat(executor.name()).isEqualTo("onednn");
        List<KernelProvider> providers = executor.providers().apply(Purpose.TRAINING);
        assertThat(providers)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(RefusingKernels.class),
                        second -> assertThat(second).isInstanceOf(Nd4jKernels.class));
        providers.forEach(KernelProvider::close);
    }

    @Test
    void whatIsForInferenceMakesNoKernelsForATraining() {
        PlanExecutor executor = with(onednn(Optional.empty())).executor("auto", options(Precision.INT8));

        assertThatThrownBy(() -> executor.providers().apply(Purpose.TRAINING))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: execution.dtype[int8] is for inference\n"
                        + "    train in float32 or bfloat16 and predict in int8");
        List<KernelProvider> providers = executor.providers().apply(Purpose.INFERENCE);
        assertThat(providers).hasSize(2);
        providers.forEach(KernelProvider::close);
    }

    @Test
    void aNetworkThatCannotBeMadeHoldsNoThreads() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.parameter("x", Shape.of(2), new Initializer.Constant(0), Parameter.Role.FUSION, true);
            return new NetworkDefinition.Declared(Map.of("x", x), Map.of());
        };
        for (int threads : new int[] {1, 2}) {
            PlanExecutor executor = PlanExecutor.of("nd4j", Precision.FLOAT32, threads);

            assertThatThrownBy(() -> executor.compile(definition, Purpose.INFERENCE, new Weights(Map.of())))
                    .hasMessage("tensor[x] is missing");
        }
    }
}
