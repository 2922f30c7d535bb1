package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingStep;
import org.fpn4j.training.pretrained.StartingWeights;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trainings on a device: parameters, gradients, clipping, optimizer and running mean are there. */
@Emulated
class EmulatedTrainingTest {
    /** Sums of float32 in another order, through twenty layers and four steps. */
    private static final double TOLERANCE = 1e-4;

    private static final Executor HOST = new PlanExecutor("nd4j", () -> List.of(new Nd4jKernels()));

    private static final Executor DEVICE = new PlanExecutor(
            "emulated",
            () -> List.of(new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32), new Nd4jKernels()));

    @TempDir
    private Path directory;

    private record Trained(List<TrainingStep> steps, TrainingResult result) {}

    private Trained train(Executor executor, List<String> sets) {
        CheckedConfig config = TinyConfig.load(directory, sets.toArray(String[]::new));
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
        List<TrainingStep> steps = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                steps.add(step);
            }
        };
        Trainer trainer = new Trainer(config, data, executor, () -> StartingWeights.of(config, data.train()));
        return new Trained(steps, trainer.heardBy(listener).run());
    }

    static List<List<String>> optimizers() {
        return List.of(
                List.of(
                        "training.batch_size=2",
                        "training.accumulation=2",
                        "training.clip_norm=0.1",
                        "training.ema_decay=0.9"),
                List.of("training.optimizer.type=adamw", "training.clip_norm=0.1", "training.ema_decay=0.9"));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aTrainingIsThatOfTheHost(List<String> sets) {
        Trained host = train(HOST, sets);
        Trained device = train(DEVICE, sets);

        assertThat(device.steps()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            double loss = host.steps().get(i).loss();
            double norm = host.steps().get(i).gradientNorm();
            assertThat(norm).as("it is clipped").isGreaterThan(0.1);
            assertThat(device.steps().get(i).loss()).isCloseTo(loss, within(TOLERANCE * loss));
            assertThat(device.steps().get(i).gradientNorm()).isCloseTo(norm, within(TOLERANCE * norm));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void twoTrainingsHaveTheSameBits(List<String> sets) {
        Trained one = train(DEVICE, sets);
        Trained other = train(DEVICE, sets);

        assertThat(other.steps()).isEqualTo(one.steps());
        one.result().weights().tensors().forEach((name, tensor) -> assertThat(
                        other.result().weights().tensors().get(name).values())
                .as(name)
                .isEqualTo(tensor.values()));
    }
}
