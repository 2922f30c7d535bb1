package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.pretrained.StartingWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings in which branches are left out by lot. */
class DropPathTrainingTest {
    private static final String BACKBONE =
            "backbone={type: efficientnet, width: 0.125, norm: {type: group_norm, groups: 8}, drop_path: 0.9}";

    @TempDir
    private Path directory;

    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>(); // of evaluations
    private final List<Snapshot> snapshots = new ArrayList<>();

    private record Copy(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    private CheckedConfig config(String... sets) {
        return TinyConfig.load(
                directory, Stream.concat(Stream.of(BACKBONE), Stream.of(sets)).toArray(String[]::new));
    }

    private Trainer trainer(Executor executor, CheckedConfig config) {
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
        return new Trainer(config, data, executor, () -> StartingWeights.of(config, data.train()))
                .heardBy(new TrainingListener() {
                    @Override
                    public void stepped(TrainingStep step) {
                        steps.add(step);
                    }

                    @Override
                    public void evaluated(TrainingEvaluation evaluation) {
                        losses.add(evaluation.loss().orElseThrow());
                    }

                    @Override
                    public void reached(Snapshot snapshot) {
                        snapshots.add(new Copy(snapshot.state(), snapshot.weights(), snapshot.memory()));
                    }
                });
    }

    private Trainer trainer(String... sets) {
        CheckedConfig config = config(sets);
        return trainer(config.executor(), config);
    }

    private double firstNorm(Executor executor, CheckedConfig config) {
        steps.clear();
        trainer(executor, config).run();
        return steps.get(0).gradientNorm();
    }

    private double firstNorm(String... sets) {
        CheckedConfig config = config(sets);
        return firstNorm(config.executor(), config);
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }

    @Test
    void goesOnFromASnapshotWithTheSameBits() {
        String[] sets = {"training.batch_size=2", "training.accumulation=2", "training.optimizer.momentum=0.9"};
        TrainingResult whole = trainer(sets).run();

        List<Snapshot> reached = List.copyOf(snapshots);
        assertThat(reached).hasSizeGreaterThan(3);
        for (Snapshot snapshot : reached) {
            assertSame(trainer(sets).resume(snapshot).weights(), whole.weights());
        }
    }

    /** What is left out belongs to the image: runs of other sizes add up to the same gradients, and threads do not matter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.batch_size=1;training.accumulation=4",
                "training.batch_size=2;training.accumulation=2",
                "execution.threads=2",
                "training.loader_threads=3",
                "execution.kernels=nd4j"
            })
    void neitherBatchesNorThreadsNorKernelsChangeWhatIsLeftOut(String sets) {
        double norm = firstNorm("training.epochs=1");

        double other = firstNorm((sets + ";training.epochs=1").split(";"));

        assertThat(other).isCloseTo(norm, within(1e-5 * norm)); // sums in another order
    }

    @Test
    void samediffLeavesOutTheSame() {
        double norm = firstNorm("training.epochs=1");

        double reference = firstNorm(new SameDiffExecutor(), config("training.epochs=1"));

        assertThat(reference).isCloseTo(norm, within(1e-5 * norm));
    }

    @Test
    void otherRatesGiveOtherGradientsOfTheSameWeights() {
        double norm = firstNorm("training.epochs=1");

        assertThat(firstNorm("training.epochs=1", "backbone.drop_path=0")).isNotCloseTo(norm, within(1e-2 * norm));
        assertThat(firstNorm("training.epochs=1", "backbone.drop_path=0.5")).isNotCloseTo(norm, within(1e-2 * norm));
    }

    /** No step changes anything, so gradients of the two epochs differ by what is left out alone. */
    @Test
    void anEpochDrawsAnew() {
        trainer(
                        "training.optimizer.learning_rate=1.0e-30",
                        "training.batch_size=8",
                        "augmentation.horizontal_flip=0",
                        "augmentation.brightness=0",
                        "augmentation.contrast=0")
                .run();

        assertThat(steps).hasSize(2);
        assertThat(steps.get(1).gradientNorm())
                .isNotCloseTo(
                        steps.get(0).gradientNorm(), within(1e-2 * steps.get(0).gradientNorm()));
    }

    /** No step changes anything, so the evaluated weights are those of a training that leaves nothing out. */
    @Test
    void nothingIsLeftOutWhereImagesAreEvaluated() {
        String[] still = {"training.optimizer.learning_rate=1.0e-30", "training.epochs=1", "backbone.drop_path=0"};

        trainer(still[0], still[1]).run();
        trainer(still).run();

        assertThat(losses).hasSize(2);
        assertThat(losses.get(0)).isCloseTo(losses.get(1), within(1e-7)); // biases of 0 have become 1e-30
    }

    @Test
    void whatPredictsIsThePlanOfOneThatLeavesNothingOut() {
        PlanDescription dropping = predicting("backbone.drop_path=0.9");
        PlanDescription whole = predicting("backbone.drop_path=0");

        assertThat(dropping.everyRun()).usingRecursiveComparison().isEqualTo(whole.everyRun());
        assertThat(dropping.arenaBytes()).isEqualTo(whole.arenaBytes());
    }

    private PlanDescription predicting(String set) {
        CheckedConfig config = config(set);
        try (NetworkPlan plan =
                config.describingExecutor().plan(config.detector().inference(1, 64, 64), Purpose.INFERENCE)) {
            assertThat(plan.inputs()).containsOnlyKeys(Detector.IMAGES);
            return plan.describe(OutputPart.HEAD.among(plan.outputs().keySet()));
        }
    }

    @Test
    void aRateThatLeavesNothingIsTheUsersMistake() {
        assertThatThrownBy(() -> config("backbone.drop_path=1"))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set backbone.drop_path=1: backbone[efficientnet] drop_path[1] must be >= 0 and < 1");
    }
}
