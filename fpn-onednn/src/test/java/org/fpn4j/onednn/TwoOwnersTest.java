package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.contract.Agreement;
import org.fpn4j.engine.contract.MirroredKernels;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.contract.Samples;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.execution.PlanDescription.Row;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Formats of two owners in one plan, which have nothing in common but plain ones. */
@EnabledIf("hasOneDnn")
class TwoOwnersTest {
    private static final Set<String> MODELS = Set.of("fpn and retina", "bifpn and fcos");

    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    static Stream<Sample> models() {
        return WholeModelTest.models().filter(model -> MODELS.contains(model.name()));
    }

    private static boolean taken(Instruction instruction) {
        return !(instruction instanceof Instruction.Forward)
                && !(instruction instanceof Instruction.ConvolveBackwardData)
                && !(instruction instanceof Instruction.SplitCells);
    }

    /** Every second kind of step: the formats of two owners meet in both directions, on values and on kernels. */
    private static List<KernelProvider> twoOwners(Predicate<Instruction> mirrored) {
        return List.of(new MirroredKernels(mirrored), new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels());
    }

    private static boolean folds(Instruction instruction) {
        if (instruction instanceof Instruction.Forward forward) {
            return forward.operation() instanceof Operation.MaxPool
                    || forward.operation() instanceof Operation.Activate;
        }
        return instruction instanceof NormInstruction.Fold
                || instruction instanceof Instruction.ConvolveBackwardData
                || instruction instanceof Instruction.Loss;
    }

    @ParameterizedTest
    @MethodSource("models")
    void formatsOfTwoOwnersMeetInPlainOnes(Sample model) {
        new Agreement(() -> twoOwners(TwoOwnersTest::taken), 1e-4).training(model);
        new Agreement(() -> twoOwners(TwoOwnersTest::folds), 1e-4).training(model);
        new Agreement(() -> twoOwners(TwoOwnersTest::folds), 1e-4).prediction(model);
    }

    @Test
    void aConversionBetweenTwoOwnersIsTwo() {
        Sample pool = Samples.all()
                .filter(sample -> sample.name().equals("max pool 3x3/2 with symmetric padding"))
                .findFirst()
                .orElseThrow();
        try (PlanNetwork network = new PlanExecutor("tested", () -> twoOwners(TwoOwnersTest::folds))
                .compile(pool.definition(), Purpose.INFERENCE, pool.weights())) {
            List<Row> rows = network.plan().describe(List.of("y")).everyRun();

            assertThat(rows.stream().map(row -> row.provider() + " " + row.label()))
                    .containsSubsequence(
                            "onednn convolution + bias", "onednn convert", "mirrored convert", "mirrored max_pool");
        }
    }
}
