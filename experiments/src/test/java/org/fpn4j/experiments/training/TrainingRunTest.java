package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
    /** Two epochs of two steps each; the second step of an epoch has one run of the network where the first has three. */
    private static final String[] LONG = {
        "data.train_images=7",
        "training.batch_size=2",
        "training.accumulation=3",
        "training.ema_decay=0.9",
        "training.warmup_steps=3",
        "training.checkpoint_seconds=0",
    };

    private static final long STEPS = 4;

    @TempDir
    private Path directory;

    /** What decides whether two runs are the same. */
    private record Outcome(String weights, String metrics) {}

    private static final class Interruption extends RuntimeException {}

    @Test
    void theSeedDecidesEveryBit() throws IOException {
        Outcome first = train("first");
        Outcome second = train("second");
        Outcome other = train("other", "seed=1");

        assertThat(second).isEqualTo(first);
        assertThat(other.weights()).isNotEqualTo(first.weights());
        assertThat(other.metrics()).isNotEqualTo(first.metrics());
    }

    @Test
    void theNumberOfLoaderThreadsChangesNothing() throws IOException {
        String[] augmented = {"data.train_images=16", "training.loader_threads=1"};
        Outcome one = train("one", augmented);
        augmented[1] = "training.loader_threads=3";
        assertThat(train("three", augmented)).isEqualTo(one);
    }

    /** detectron2's rates, to a thousandth: base 5, five steps of warm-up from 0.001, a tenth at steps 10, 15 and 20. */
    @Test
    void stepsOfTheLearningRateAreThoseOfDetectron2() throws IOException {
        train(
                "run",
                "training.epochs=15",
                "training.evaluate_every=15",
                "training.optimizer.learning_rate=0.005",
                "training.warmup_steps=5",
                "training.warmup_factor=0.001",
                "training.schedule={type: step, milestones: [10, 15, 20], unit: step, gamma: 0.1}");

        List<Double> rates = TinyExperiment.metricLines(run("run")).stream()
                .filter(line -> line.has("lr"))
                .map(line -> 1000 * line.get("lr").asDouble())
                .toList();

        List<Double> expected = new ArrayList<>(List.of(0.005, 1.004, 2.003, 3.002, 4.001));
        for (double rate : new double[] {5, 0.5, 0.05, 0.005, 0.005}) {
            expected.addAll(Collections.nCopies(5, rate));
        }
        assertThat(rates).hasSize(30);
        for (int step = 0; step < 30; step++) {
            assertThat(rates.get(step)).as("step %d", step).isCloseTo(expected.get(step), within(1e-12)); // doubles
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: sgd, learning_rate: 0.01, momentum: 0.9, weight_decay: 0.01}",
                "{type: adamw, learning_rate: 0.001, weight_decay: 0.05}"
            })
    void anInterruptedRunEndsAsOneThatWasNot(String optimizer) throws IOException {
        String[] sets = Stream.concat(Stream.of(LONG), Stream.of("training.optimizer=" + optimizer))
                .toArray(String[]::new);
        Outcome whole = train("whole", sets);
        assertThat(whole.metrics().lines()).hasSize((int) STEPS + 2); // a line per step, and one per epoch

        // each attempt goes on from the step before the last one, and its line of the lost step is written again
        for (long step = 1; step <= STEPS; step++) {
            long last = step;
            interrupt("interrupted", sets, new TrainingListener() {
                @Override
                public void stepped(TrainingStep made) {
                    if (made.step() == last) {
                        throw new Interruption();
                    }
                }
            });
            assertThat(TinyExperiment.metricLines(run("interrupted")).stream().filter(line -> line.has("loss")))
                    .hasSize((int) step);
        }
        assertThat(train("interrupted", sets)).isEqualTo(whole);
    }

    @Test
    void aRunThatIsInterruptedAtEvaluationsAndAtItsEndEndsAsOneThatWasNot() throws IOException {
        Outcome whole = train("whole", LONG);
        for (long step : new long[] {2, 4}) {
            interrupt("interrupted", LONG, new TrainingListener() {
                @Override
                public void evaluated(TrainingEvaluation made) {
                    if (made.step() == step) {
                        throw new Interruption();
                    }
                }
            });
        }
        interrupt("interrupted", LONG, new TrainingListener() {
            @Override
            public void finished(
                    TrainingResult result) { // every step is done, and nothing is left but to write the result
                throw new Interruption();
            }
        });
        Files.writeString( // as if the kill had cut the last line short
                directory.resolve("interrupted/metrics.jsonl"),
                Files.readString(directory.resolve("interrupted/metrics.jsonl")) + "{\"step\": 9, \"lo");
        assertThat(train("interrupted", LONG)).isEqualTo(whole);
    }

    @Test
    void aResumedRunSaysWhereItGoesOn() throws IOException {
        interrupt("run", LONG, new TrainingListener() {
            @Override
            public void stepped(TrainingStep made) {
                if (made.step() == 3) {
                    throw new Interruption();
                }
            }
        });
        Optional<String> startedAt = run("run").startedAt();
        List<String> heard = new ArrayList<>();
        Experiment experiment = TinyExperiment.load(directory, LONG);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void say(String sentence) {
                heard.add(sentence);
            }

            @Override
            public void begin(TrainingState start, long steps) {
                heard.add("from " + start.position().step() + " to " + steps);
            }
        };
        TinyExperiment.run(experiment, run("run"), listener).run();
        assertThat(heard).startsWith("going on from step 2").contains("from 2 to 4");
        assertThat(run("run").startedAt()).isPresent().isEqualTo(startedAt);
    }

    @Test
    void refusesTheDirectoryOfAnotherConfig() throws IOException {
        train("run");

        assertThatThrownBy(() -> train("run", "training.epochs=3"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("holds another run, which differs in config[")
                .hasMessageContaining("choose another --out");
    }

    @Test
    void aFinishedRunIsNotRunAgain() throws IOException {
        train("run");
        Experiment experiment = TinyExperiment.load(directory);
        TrainingListener refusing = new TrainingListener() {
            @Override
            public void begin(TrainingState start, long steps) {
                throw new Interruption();
            }
        };
        Result again = TinyExperiment.run(experiment, run("run"), refusing).run();
        assertThat(again).isEqualTo(run("run").result().orElseThrow());
    }

    @Test
    void earlyStoppingEndsTheRunAndKeepsTheBestWeights() throws IOException {
        // with such a learning rate nothing is ever found: AP is 0 at each evaluation, and the first stays the best
        String[] sets = {
            "training.schedule={type: constant}", "training.optimizer.learning_rate=1.0e-6", "training.epochs=1"
        };
        Outcome one = train("one", sets);
        sets[2] = "training.epochs=6";
        String[] stopping = Stream.concat(Stream.of(sets), Stream.of("training.early_stopping=2"))
                .toArray(String[]::new);
        Outcome stopped = train("stopped", stopping);

        assertThat(run("stopped").result().orElseThrow().steps()).isEqualTo(6); // three epochs of two steps
        assertThat(stopped.weights()).isEqualTo(one.weights());
        assertThat(stopped.metrics()).startsWith(one.metrics());
    }

    /** Evaluations differ from each other, so that some are the best so far and some are not. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "val"})
    void anInterruptedRunKeepsTheBestWeightsOfOneThatWasNot(String on) throws IOException {
        String[] sets = {
            "data.train_images=16",
            "head.postprocess.score_threshold=0.01",
            "training.schedule={type: constant}",
            "training.optimizer={type: adamw, learning_rate: 0.003}",
            "training.epochs=6",
            "training.checkpoint_seconds=0",
            "training.best={on: " + on + ", share: 0.25}"
        };
        Outcome whole = train("whole", sets);
        for (int evaluation = 1; evaluation <= 6; evaluation++) {
            long last = evaluation;
            interrupt("interrupted", sets, new TrainingListener() {
                @Override
                public void evaluated(TrainingEvaluation made) {
                    if (made.epoch() == last) {
                        throw new Interruption();
                    }
                }
            });
        }

        assertThat(train("interrupted", sets)).isEqualTo(whole);
        assertThat(whole.metrics()).contains("\"split\":\"" + on + "\",\"best\":true");
        assertThat(run("interrupted").result().orElseThrow().metrics())
                .isEqualTo(run("whole").result().orElseThrow().metrics());
    }

    @Test
    void aTrainingThatDivergesNamesStepAndParameter() {
        UserInputException diverged = catchThrowableOfType(
                UserInputException.class, () -> train("run", "training.optimizer.learning_rate=1.0e+30"));

        assertThat(diverged)
                .hasMessageMatching(
                        """
                        step 2: training diverged: the norm of the gradients is (NaN|Infinity)
                            the first gradient that is not finite is that of parameter\\[[\\w.]+]
                            a smaller training.optimizer.learning_rate, a longer training.warmup_steps or training.clip_norm helps""");
        assertThat(run("run").result()).isEmpty();
    }

    @Test
    void aHeadWithFewerClassesThanTheDataIsAProblemAtItsKey() {
        Path file = TinyExperiment.write(directory);
        Experiment written = TinyExperiment.load(directory);
        List<String> names = TinyExperiment.data(written).train().classNames();
        assertThatThrownBy(() -> train("run", "head.num_classes=2"))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set head.num_classes=2: head num_classes[2] must be >= 3, the number of classes in the"
                        + " data\n    classes: " + String.join(", ", names));
        assertThat(written.loaded().originOf("head.num_classes")).hasToString(file + ":6:20");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void classesOfAMirrorThatTheDataLacksAreRefusedBeforeTraining() {
        assertThatThrownBy(() -> train("run", "augmentation.swap_classes={left nodule: nodule, heart: hart}"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContainingAll(
                        "augmentation swap_classes names a class[left nodule] that the data does not have\n",
                        "known classes: consolidation, heart, nodule",
                        "augmentation swap_classes names a class[hart] that the data does not have\n",
                        "did you mean [heart]?   known classes: consolidation, heart, nodule");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void metricsHoldOneLineForEachStepAndEvaluation() throws IOException {
        train("run", "training.schedule={type: constant}");
        List<JsonNode> lines = TinyExperiment.metricLines(run("run"));

        assertThat(lines.stream().map(line -> line.get("step").asLong())).containsExactly(1L, 2L, 2L, 3L, 4L, 4L);
        assertThat(lines.get(0).fieldNames())
                .toIterable()
                .containsExactly("step", "epoch", "lr", "loss", "losses", "grad_norm");
        assertThat(lines.get(2).fieldNames())
                .toIterable()
                .containsExactly("step", "epoch", "split", "best", "metrics", "left_out", "val_loss", "val_losses");
        assertThat(lines.get(0).get("lr").asDouble()).isEqualTo(0.01);
        double sum = 0;
        for (JsonNode loss : lines.get(0).get("losses")) {
            sum += loss.asDouble();
        }
        assertThat(lines.get(0).get("loss").asDouble()).isEqualTo(sum);
    }

    private void interrupt(String name, String[] sets, TrainingListener listener) {
        Experiment experiment = TinyExperiment.load(directory, sets);
        TrainingRun trainer = TinyExperiment.run(experiment, run(name), listener);
        assertThatThrownBy(() -> trainer.run()).isInstanceOf(Interruption.class);
        assertThat(run(name).result()).isEmpty();
    }

    private Outcome train(String name, String... sets) throws IOException {
        Experiment experiment = TinyExperiment.load(directory, sets);
        RunDirectory run = run(name);
        Result result = TinyExperiment.run(experiment, run).run();
        assertThat(run.checkpoints().toFile().list()).containsExactly("final.safetensors");
        return new Outcome(result.weightsSha256(), Files.readString(run.metrics(), StandardCharsets.UTF_8));
    }

    private RunDirectory run(String name) {
        return new RunDirectory(directory.resolve(name));
    }
}
