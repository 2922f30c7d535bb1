package org.fpn4j.engine.contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Formats change back and forth all over a plan whose steps are shared out between two providers. */
class FormatsTest {
    private static final Set<String> MODELS = Set.of("fpn and retina", "bifpn and fcos");

    private static List<KernelProvider> providers() {
        return List.of(new MirroredKernels(FormatsTest::taken), new Nd4jKernels());
    }

    private static boolean taken(Instruction instruction) {
        return !(instruction instanceof Instruction.Forward)
                && !(instruction instanceof Instruction.ConvolveBackwardData)
                && !(instruction instanceof Instruction.SplitCells);
    }

    static Stream<Sample> models() {
        return WholeModelTest.models().filter(model -> MODELS.contains(model.name()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void trainsAsSameDiffDoes(Sample model) {
        new Agreement(FormatsTest::providers, 1e-4).training(model); // as WholeModelTest
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsAsSameDiffDoes(Sample model) {
        new Agreement(FormatsTest::providers, 1e-4).prediction(model);
    }
}
