package org.fpn4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.benchmarks.StepProfile.Part;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepProfileTest {
    private static final StackTraceElement STEP = frame("org.fpn4j.training.loop.TrainingSession", "step");

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, null, 1);
    }

    static Stream<Arguments> innermostCalls() {
        return Stream.of(
                Arguments.of(
                        Part.KERNELS,
                        List.of(
                                frame("org.bytedeco.dnnl.global.dnnl", "dnnl_primitive_execute"),
                                frame("org.fpn4j.onednn.Engine$Bound", "run"))),
                Arguments.of(
                        Part.ND4J,
                        List.of(
                                frame("org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu", "execScalar"),
                                frame("org.fpn4j.engine.nd4j.Program", "run"))),
                Arguments.of(Part.JAVA, List.of(frame("org.fpn4j.onednn.OverlapSteps", "apply"))),
                Arguments.of(
                        Part.INPUTS,
                        List.of(
                                frame("org.bytedeco.javacpp.FloatPointer", "put"),
                                frame("org.fpn4j.engine.execution.RunningPlan", "feed"))),
                Arguments.of(Part.OPTIMIZER, List.of(frame("org.fpn4j.training.optimization.AdamW", "step"))),
                Arguments.of(Part.DATA, List.of(frame("org.fpn4j.data.loading.SampleLoader", "next"))),
                Arguments.of(Part.LOOP, List.of(frame("org.fpn4j.engine.execution.RunningPlan", "run"))));
    }

    @ParameterizedTest
    @MethodSource("innermostCalls")
    void aSampleBelongsToWhatIsBeingCalled(Part part, List<StackTraceElement> calls) {
        StackTraceElement[] stack =
                Stream.concat(calls.stream(), Stream.of(STEP)).toArray(StackTraceElement[]::new);

        assertThat(Part.of(stack)).contains(part);
    }

    @Test
    void outsideOfStepsNothingIsCounted() {
        StackTraceElement[] evaluating = {frame("org.fpn4j.training.inference.Predictor", "predict")};

        assertThat(Part.of(evaluating)).isEmpty();
    }

    @Test
    void kernelsTakePartOfATraining() throws InterruptedException {
        CheckedConfig config = CheckedConfig.load(
                Configs.file("models/tiny.yaml"),
                List.of("data.train_images=8", "data.val_images=1", "training.epochs=10", "execution.threads=1"));

        StepProfile.Result result = new StepProfile().run(config, 2);

        assertThat(result.steps()).isEqualTo(18); // ten epochs of two steps
        assertThat(result.share(Part.KERNELS)).isBetween(0.01, 1.0);
    }
}
