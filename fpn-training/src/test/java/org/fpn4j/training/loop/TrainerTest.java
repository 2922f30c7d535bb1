package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path directory;

    private static TrainingData data(CheckedConfig config) {
        return TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }

    private Trainer trainer(String... sets) {
        CheckedConfig config = TinyConfig.load(directory, sets);
        return Trainer.of(config, data(config));
    }

    /** Tensors of one training compared bit by bit with those of another. */
    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }

    /** Writes every event down in a word. */
    private static final class Diary implements TrainingListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void begin(TrainingState start, long steps) {
            lines.add("begin at " + start.position().step() + " of " + steps);
        }

        @Override
        public void starting(Snapshot start) {
            lines.add("starting at " + start.state().position().step());
        }

        @Override
        public void stepped(TrainingStep step) {
            lines.add("step " + step.step());
        }

        @Override
        public void evaluated(TrainingEvaluation evaluation) {
            lines.add("evaluation after " + evaluation.step());
        }

        @Override
        public void reached(Snapshot snapshot) {
            lines.add("reached " + snapshot.state().position().step());
        }

        @Override
        public void stopping(Snapshot snapshot) {
            lines.add("stopping at " + snapshot.state().position().step());
        }

        @Override
        public void finished(TrainingResult result) {
            lines.add("finished after " + result.state().position().step());
        }
    }

    @Test
    void listenersHearOfEverythingInOrder() {
        Diary diary = new Diary();

        trainer().heardBy(diary).run();

        assertThat(diary.lines)
                .containsExactly(
                        "begin at 0 of 4",
                        "starting at 0",
                        "step 1",
                        "reached 1",
                        "step 2",
                        "reached 2",
                        "evaluation after 2",
                        "reached 2",
                        "step 3",
                        "reached 3",
                        "step 4",
                        "reached 4",
                        "evaluation after 4",
                        "reached 4",
                        "finished after 4");
    }

    @Test
    void aTrainingThatEndsBeforeItsFirstStepGivesEverythingBack() {
        Trainer interrupted = trainer("execution.threads=1").heardBy(new TrainingListener() {
            @Override
            public void say(String sentence) {
                throw new IllegalStateException("enough");
            }
        });

        assertThatThrownBy(interrupted::run).hasMessage("enough");

        // networks that are open hold their number of threads against others
        assertThatCode(() -> trainer("execution.threads=2").run()).doesNotThrowAnyException();
    }

    @Test
    void listenersHearOneAfterTheOther() {
        List<String> heard = new ArrayList<>();

        trainer("training.epochs=1")
                .heardBy(naming("first", heard))
                .heardBy(naming("second", heard))
                .run();

        assertThat(heard)
                .containsExactly(
                        "first begins",
                        "second begins",
                        "first starts",
                        "second starts",
                        "first 1",
                        "second 1",
                        "first may resume",
                        "second may resume",
                        "first 2",
                        "second 2",
                        "first may resume",
                        "second may resume",
                        "first evaluated",
                        "second evaluated",
                        "first may resume",
                        "second may resume",
                        "first finished",
                        "second finished");
    }

    private static TrainingListener naming(String name, List<String> heard) {
        return new TrainingListener() {
            @Override
            public void begin(TrainingState start, long steps) {
                heard.add(name + " begins");
            }

            @Override
            public void starting(Snapshot start) {
                heard.add(name + " starts");
            }

            @Override
            public void stepped(TrainingStep step) {
                heard.add(name + " " + step.step());
            }

            @Override
            public void evaluated(TrainingEvaluation evaluation) {
                heard.add(name + " evaluated");
            }

            @Override
            public void reached(Snapshot snapshot) {
                heard.add(name + " may resume");
            }

            @Override
            public void finished(TrainingResult result) {
                heard.add(name + " finished");
            }
        };
    }

    @Test
    void aStepTellsItsLosses() {
        List<TrainingStep> steps = new ArrayList<>();

        trainer("training.epochs=1")
                .heardBy(new TrainingListener() {
                    @Override
                    public void stepped(TrainingStep step) {
                        steps.add(step);
                    }
                })
                .run();

        assertThat(steps).hasSize(2).allSatisfy(step -> {
            assertThat(step.losses()).containsOnlyKeys("classification", "box_regression", "centerness");
            assertThat(step.loss())
                    .isEqualTo(step.losses().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum());
            assertThat(step.gradientNorm()).isPositive();
            assertThat(step.learningRate()).isEqualTo(0.01);
        });
    }

    /** A snapshot as it is in the moment of its event. */
    private record Copy(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    @Test
    void aTrainingGoesOnFromASnapshotWithTheSameBits() {
        String[] sets = {"training.ema_decay=0.9", "training.optimizer.momentum=0.9", "training.accumulation=2"};
        List<Snapshot> snapshots = new ArrayList<>();
        TrainingResult whole = trainer(sets)
                .heardBy(new TrainingListener() {
                    @Override
                    public void reached(Snapshot snapshot) {
                        snapshots.add(new Copy(snapshot.state(), snapshot.weights(), snapshot.memory()));
                    }
                })
                .run();

        assertThat(snapshots).hasSize(4); // two steps, two evaluations
        for (Snapshot snapshot : snapshots) {
            TrainingResult resumed = trainer(sets).resume(snapshot);

            assertSame(resumed.weights(), whole.weights());
            assertThat(resumed.score()).isEqualTo(whole.score());
        }
    }

    @Test
    void aTrainingThatIsAskedToStopTellsWhereItStands() {
        StopRequest stop = new StopRequest();
        Diary diary = new Diary();
        Trainer trainer = trainer().heardBy(diary).stoppedBy(stop).heardBy(new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                assertThat(stop.ask()).isTrue(); // somebody hears it
            }
        });

        assertThatThrownBy(trainer::run).isInstanceOfSatisfying(TrainingStopped.class, stopped -> {
            assertThat(stopped).hasMessage("stopped after step 1");
            assertThat(stopped.step()).isEqualTo(1);
        });
        assertThat(diary.lines).endsWith("step 1", "reached 1", "stopping at 1");
        assertThat(stop.ask()).isFalse(); // nobody is left to hear it
    }

    /** With such a learning rate nothing is ever found: AP is 0 at each evaluation, and the first stays the best. */
    @Test
    void theBestWeightsOfATrainingThatStopsEarlyAreKeptOnTheHeap() {
        String[] sets = {
            "training.schedule={type: constant}",
            "training.optimizer.learning_rate=1.0e-6",
            "training.epochs=6",
            "training.early_stopping=2"
        };
        TrainingResult stopped = trainer(sets).run();
        sets[2] = "training.epochs=1";
        sets[3] = "training.early_stopping=0";
        TrainingResult one = trainer(sets).run();

        assertThat(stopped.state().position().step()).isEqualTo(6); // three epochs of two steps
        assertSame(stopped.weights(), one.weights());
    }

    @Test
    void weightsThatNobodyKeptCannotBeAskedFor() {
        BestWeights best = BestWeights.inMemory();

        assertThatThrownBy(best::kept).isInstanceOf(IllegalStateException.class);

        Weights weights = new Weights(Map.<String, NamedTensor>of());
        best.keep(weights);
        assertThat(best.kept()).isSameAs(weights);
    }

    @Test
    void aConfigThatDoesNotFitTheDataIsRefusedBeforeAnythingIsMade() {
        CheckedConfig config = TinyConfig.load(directory, "head.num_classes=2");
        TrainingData data = data(config);

        assertThatThrownBy(() -> Trainer.of(config, data))
                .hasMessageStartingWith("--set head.num_classes=2: head num_classes[2] must be >= 3");
    }

    @Test
    void timeIsThatOfTheClock() {
        long[] now = {0};
        RunClock oneSecondATime = () -> now[0] += 1_000_000_000L;

        TrainingResult result =
                trainer("training.epochs=1").timedBy(oneSecondATime).run();

        // two steps: begun, asked, waited, done
        assertThat(result.state().spent()).isEqualTo(new TrainingState.TimeSpent(6, 2));
    }

    @Test
    void nothingIsTrainedInWholeNumbers() {
        assertThatThrownBy(() -> trainer("execution.dtype=int8"))
                .hasMessage("--set execution.dtype=int8: execution.dtype[int8] is for inference\n"
                        + "    train in float32 or bfloat16 and predict in int8");
    }
}
