package org.fpn4j.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.training.loop.RunClock;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingState.BestScore;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.loop.TrainingState.TimeSpent;
import org.fpn4j.training.optimization.LossScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TrainingLength LENGTH = new TrainingLength(8, 1, 2);
    private static final LossScale SCALE = new LossScale(32768, 7, 1);
    private static final HeadState HEAD = HeadState.INITIAL.with("mean", 7.5);

    @TempDir
    private Path directory;

    private static Weights weights(float value) {
        return new Weights(Map.of("a", new NamedTensor(Shape.of(1), new float[] {value})));
    }

    /** After some steps of the first epoch. */
    private record Taken(long step, LossScale scale) implements Snapshot {
        Taken(long step) {
            this(step, SCALE);
        }

        @Override
        public TrainingState state() {
            return new TrainingState(
                    new Position(step, 0, (int) step, -1),
                    HEAD,
                    new BestScore(0.25, 2),
                    scale,
                    new TimeSpent(3.5, 0.5));
        }

        @Override
        public Weights weights() {
            return CheckpointsTest.weights((float) step);
        }

        @Override
        public Weights memory() {
            return CheckpointsTest.weights((float) -step);
        }
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(directory, 0, RunClock.SYSTEM);
    }

    private Path json(long step) {
        return directory.resolve("step-0000000" + step + ".json");
    }

    private Snapshot latest() {
        return checkpoints()
                .latest(LENGTH, told -> {
                    throw new AssertionError(told);
                })
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        checkpoints().write(new Taken(3));

        Snapshot read = latest();

        assertThat(read.state()).isEqualTo(new Taken(3).state());
        assertThat(read.weights().tensors().get("a").values()).containsExactly(3);
        assertThat(read.memory().tensors().get("a").values()).containsExactly(-3);
    }

    @Test
    void theFileHasItsFieldsInOrder() throws IOException {
        checkpoints().write(new Taken(3));

        ObjectNode stored = (ObjectNode) JSON.readTree(json(3).toFile());

        assertThat(stored.fieldNames()).toIterable().containsExactly("format", "state", "files", "sha256");
        assertThat(stored.get("state"))
                .hasToString("{\"step\":3,\"epoch\":0,\"batch\":3,\"head\":{\"mean\":7.5},\"bestAp\":0.25,"
                        + "\"bestSha256\":\"\",\"sinceBest\":2,\"evaluatedEpoch\":-1,"
                        + "\"lossScale\":{\"factor\":32768.0,\"good\":7,\"skipped\":1},"
                        + "\"seconds\":3.5,\"waitSeconds\":0.5}");
    }

    @Test
    void aLossScaleThatNeverChangedIsNotWritten() throws IOException {
        checkpoints().write(new Taken(3, LossScale.INITIAL));

        assertThat(JSON.readTree(json(3).toFile()).get("state").has("lossScale"))
                .isFalse();
        assertThat(latest().state().scale()).isEqualTo(LossScale.INITIAL);
    }

    @ParameterizedTest
    @CsvSource({"factor, 0.5", "good, 2000", "skipped, 4"})
    void aLossScaleThatCannotBeIsRefused(String field, double value) throws IOException {
        checkpoints().write(new Taken(3));
        ObjectNode stored = (ObjectNode) JSON.readTree(json(3).toFile());
        ObjectNode scale = (ObjectNode) stored.get("state").get("lossScale");
        if (field.equals("factor")) {
            scale.put(field, value);
        } else {
            scale.put(field, (long) value);
        }
        stored.remove("sha256");
        stored.put("sha256", Digests.sha256(stored.toString()));
        Files.writeString(json(3), stored.toString());
        List<String> told = new ArrayList<>();

        assertThat(checkpoints().latest(LENGTH, told::add)).isEmpty();
        assertThat(told).singleElement().asString().contains("lossScale." + field);
    }

    /** As files of old have it. */
    @ParameterizedTest
    @CsvSource({"7.5, {mean=7.5}", "-1, {}"})
    void theRunningMeanOfANormalizerIsTheHeads(double mean, String expected) throws IOException {
        checkpoints().write(new Taken(3));
        ObjectNode stored = (ObjectNode) JSON.readTree(json(3).toFile());
        ((ObjectNode) stored.get("state")).remove("head");
        ((ObjectNode) stored.get("state")).putObject("normalizer").put("mean", mean);
        stored.remove("sha256");
        stored.put("sha256", Digests.sha256(stored.toString()));
        Files.writeString(json(3), stored.toString());

        assertThat(latest().state().head().numbers()).hasToString(expected);
    }

    @Test
    void oneIsWrittenWhenItsTimeHasCome() {
        AtomicLong time = new AtomicLong();
        Checkpoints checkpoints = new Checkpoints(directory, 60, time::get);
        checkpoints.begin(TrainingState.START, 8);

        time.set(59_999_999_999L);
        checkpoints.reached(new Taken(1));
        time.set(60_000_000_000L);
        checkpoints.reached(new Taken(2));
        time.set(119_999_999_999L); // a minute after the last one
        checkpoints.reached(new Taken(3));

        assertThat(json(1)).doesNotExist();
        assertThat(json(2)).exists();
        assertThat(json(3)).doesNotExist();
    }

    @Test
    void aStopWritesOneUnlessNothingWasDone() {
        Checkpoints checkpoints = new Checkpoints(directory, 60, RunClock.SYSTEM);

        checkpoints.stopping(new Taken(0));
        assertThat(Checkpoints.newestStep(directory)).isZero();

        checkpoints.stopping(new Taken(4));
        assertThat(Checkpoints.newestStep(directory)).isEqualTo(4);
    }

    @Test
    void theNewestTwoAreKeptAndAllAreRemoved() {
        Checkpoints checkpoints = checkpoints();

        List.of(1, 2, 3).forEach(step -> checkpoints.write(new Taken(step)));
        assertThat(List.of(json(1), json(2), json(3)).stream().filter(Files::exists))
                .containsExactly(json(2), json(3));

        checkpoints.keep(weights(1));
        checkpoints.removeAll();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theBestWeightsAreThoseThatTheCheckpointKnows() throws IOException {
        Checkpoints before = checkpoints();
        before.keep(weights(5));
        before.write(new Taken(3));
        Checkpoints after = checkpoints();

        after.latest(LENGTH, told -> {});
        assertThat(after.kept().tensors().get("a").values()).containsExactly(5);

        checkpoints().keep(weights(6)); // by somebody whose checkpoint was never written
        assertThatThrownBy(after::kept)
                .isInstanceOf(UserInputException.class)
                .hasMessage(directory.resolve("best.safetensors")
                        + ": is damaged: its SHA-256 is not that of the best weights\n    without " + directory
                        + " the training starts anew");
    }

    @Test
    void aDirectoryThatIsNotThereHasNone() {
        assertThat(Checkpoints.newestStep(directory.resolve("none"))).isZero();
        assertThat(new Checkpoints(directory.resolve("none"), 0, RunClock.SYSTEM).latest(LENGTH, told -> {}))
                .isEmpty();
    }
}
