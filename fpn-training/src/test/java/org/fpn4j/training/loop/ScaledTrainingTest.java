package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.optimization.LossScale;
import org.fpn4j.training.pretrained.StartingWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose gradients have a factor on their way, as in {@code float16}. */
class ScaledTrainingTest {
    private static final float NEVER = Float.POSITIVE_INFINITY;

    /** Gradients of a few hundredths overflow at the first factors, and none at the later ones. */
    private static final float SOON = 500;

    private static final String[] ADAM = {
        "training.optimizer.type=adamw", "training.ema_decay=0.9", "training.clip_norm=0.5", "training.epochs=5"
    };

    @TempDir
    private Path directory;

    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();

    private record Copy(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    private final class Witness implements TrainingListener {
        @Override
        public void say(String sentence) {
            said.add(sentence);
        }

        @Override
        public void stepped(TrainingStep step) {
            steps.add(step);
        }

        @Override
        public void reached(Snapshot snapshot) {
            snapshots.add(new Copy(snapshot.state(), snapshot.weights(), snapshot.memory()));
        }
    }

    private static PlanExecutor scaled(float limit) {
        return unscaled(limit).scalingGradients();
    }

    private static PlanExecutor unscaled(float limit) {
        return new PlanExecutor("narrow", () -> List.of(new NarrowKernels(limit)));
    }

    private Trainer trainer(Executor executor, String... sets) {
        CheckedConfig config = TinyConfig.load(directory, sets);
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
        return new Trainer(config, data, executor, () -> StartingWeights.of(config, data.train()));
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }

    @Test
    void aFactorThatIsDividedOutAgainChangesNoBit() {
        String[] sets = {"training.optimizer.momentum=0.9", "training.accumulation=2", "training.clip_norm=0.5"};

        TrainingResult with =
                trainer(scaled(NEVER), sets).heardBy(new Witness()).run();
        TrainingResult without = trainer(unscaled(NEVER), sets).run();

        assertSame(with.weights(), without.weights());
        assertThat(steps).hasSize(2).allSatisfy(step -> {
            assertThat(step.lossScale()).hasValue(65536);
            assertThat(step.isSkipped()).isFalse();
        });
        assertThat(with.state().scale()).isEqualTo(new LossScale(65536, 2, 0));
        assertThat(without.state().scale()).isEqualTo(LossScale.INITIAL);
    }

    @Test
    void aStepWhoseGradientsOverflowIsSkippedAndHalvesTheFactor() {
        TrainingResult result =
                trainer(scaled(SOON), ADAM).heardBy(new Witness()).run();

        List<TrainingStep> skipped =
                steps.stream().filter(TrainingStep::isSkipped).toList();
        assertThat(skipped.size()).isBetween(1, steps.size() - 1);
        double factor = 65536;
        for (TrainingStep step : steps) {
            assertThat(step.lossScale()).hasValue(factor);
            factor /= step.isSkipped() ? 2 : 1;
        }
        assertThat(result.state().scale().factor()).isEqualTo(factor);
        assertThat(result.state().scale().skipped()).isEqualTo(skipped.size());
        assertThat(said)
                .contains("step 1 is skipped: a gradient overflowed at a loss scale of 65536; the next has 32768")
                .filteredOn(sentence -> sentence.contains("is skipped"))
                .hasSameSizeAs(skipped);
    }

    @Test
    void aSkippedStepLeavesEverythingThatIsTrained() {
        trainer(scaled(SOON), ADAM).heardBy(new Witness()).run();

        Snapshot first = snapshots.get(0);
        Snapshot last = snapshots.get(snapshots.size() - 1);
        assertThat(steps.get(0).isSkipped()).isTrue();
        assertThat(first.state().updates()).isZero();
        first.memory().tensors().forEach((name, tensor) -> {
            if (name.startsWith("optimizer/")) {
                assertThat(tensor.values()).as(name).containsOnly(0);
            }
        });
        assertThat(last.memory().tensors().get("optimizer/mean").values())
                .isNotEqualTo(first.memory().tensors().get("optimizer/mean").values());
    }

    @Test
    void aTrainingGoesOnFromEverySnapshotWithTheSameBits() {
        TrainingResult whole =
                trainer(scaled(SOON), ADAM).heardBy(new Witness()).run();

        assertThat(snapshots.stream()
                        .map(snapshot -> snapshot.state().scale().skipped())
                        .distinct())
                .hasSizeGreaterThan(1);
        for (Snapshot snapshot : snapshots) {
            TrainingResult resumed = trainer(scaled(SOON), ADAM).resume(snapshot);

            assertSame(resumed.weights(), whole.weights());
            assertThat(resumed.state().scale()).isEqualTo(whole.state().scale());
        }
    }

    @Test
    void gradientsThatOverflowWithoutAFactorEndTheTraining() {
        Trainer trainer = trainer(scaled(0), "training.epochs=20").heardBy(new Witness());

        assertThatThrownBy(trainer::run)
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("step 17: training diverged: the norm of the gradients is Infinity")
                .hasMessageContaining("the first gradient that is not finite is that of parameter[backbone.");
        assertThat(steps).hasSize(16).allMatch(TrainingStep::isSkipped);
    }
}
