package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.engine.contract.Agreement;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.contract.SessionResults;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models in {@code bfloat16}: through thirty layers single values depart, the loss and the way down it do not. */
@EnabledIf(value = "hasBfloat16", disabledReason = "this CPU, as oneDNN may use it, does not multiply bfloat16")
class OneDnnBfloat16WholeModelTest {
    /** Some thirty roundings of up to 0.4 %, half of them in either direction. */
    private static final double LOSS = 0.03;

    /** Thirty independent roundings of 0.4 % turn a gradient by an angle of 0.02, rectifiers that flip by some more. */
    private static final double COSINE = 0.999;

    static boolean hasBfloat16() {
        return OneDnn.bfloat16Unavailable().isEmpty();
    }

    private static List<KernelProvider> providers() {
        return List.of(new OneDnnKernels(Precision.BFLOAT16), new Nd4jKernels());
    }

    static Stream<Sample> models() {
        return WholeModelTest.models();
    }

    @Tag("every-cpu")
    @ParameterizedTest
    @MethodSource("models")
    void lossesAndTheDirectionOfGradientsAreThoseOfSameDiff(Sample model) {
        SessionResults.Round expected = SessionResults.training(model).get(0);
        try (Network plan = new PlanExecutor("tested", OneDnnBfloat16WholeModelTest::providers)
                .compile(model.definition(), Purpose.TRAINING, model.weights())) {
            Map<String, Double> losses = plan.backward(model.inputs(plan.inputs(), 0));

            expected.losses()
                    .forEach((name, loss) ->
                            assertThat(losses.get(name)).as("loss " + name).isCloseTo(loss, within(LOSS * loss)));
            assertThat(cosine(plan, expected.gradients())).isBetween(COSINE, 1.0 + 1e-9);
        }
    }

    private static double cosine(Network plan, Map<String, float[]> expected) {
        double product = 0;
        double squares = 0;
        double expectedSquares = 0;
        for (ParameterBuffers.Slot slot : plan.buffers().slots()) {
            float[] actual = Agreement.gradient(plan, slot);
            float[] reference = expected.get(slot.parameter().name());
            for (int i = 0; i < actual.length; i++) {
                product += (double) actual[i] * reference[i];
                squares += (double) actual[i] * actual[i];
                expectedSquares += (double) reference[i] * reference[i];
            }
        }
        return product / Math.sqrt(squares * expectedSquares);
    }
}
