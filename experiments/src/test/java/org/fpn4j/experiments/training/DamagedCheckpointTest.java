package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of four steps that was killed in its fourth, with the checkpoints of steps 2 and 3. */
class DamagedCheckpointTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVERY_STEP = "training.checkpoint_seconds=0";

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private Experiment experiment;
    private RunDirectory run;

    private static final class Kill extends RuntimeException {}

    private final class Listener implements TrainingListener {
        private final long killedAt;

        Listener(long killedAt) {
            this.killedAt = killedAt;
        }

        @Override
        public void say(String sentence) {
            said.add(sentence);
        }

        @Override
        public void stepped(TrainingStep made) {
            if (made.step() == killedAt) {
                throw new Kill();
            }
        }
    }

    @BeforeEach
    void killInTheLastStep() {
        experiment = TinyExperiment.load(directory, EVERY_STEP);
        run = new RunDirectory(directory.resolve("run"));
        assertThatThrownBy(() -> train(run, 4)).isInstanceOf(Kill.class);
        said.clear();
    }

    private String train(RunDirectory where, long killedAt) {
        return TinyExperiment.run(experiment, where, new Listener(killedAt))
                .run()
                .weightsSha256();
    }

    private void assertGoesOnFrom(String step) {
        String resumed = train(run, 0);

        assertThat(said).anyMatch(sentence -> sentence.equals(step));
        assertThat(resumed).isEqualTo(train(new RunDirectory(directory.resolve("whole")), 0));
    }

    @Test
    void theNewestTwoAreKept() {
        assertThat(run.checkpoints().toFile().list())
                .containsExactlyInAnyOrder(
                        "step-00000002.json",
                        "step-00000002.memory.safetensors",
                        "step-00000002.safetensors",
                        "step-00000003.json",
                        "step-00000003.memory.safetensors",
                        "step-00000003.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"step-00000003.safetensors", "step-00000003.memory.safetensors"})
    void ofAFlippedBitTheFileIsNamedAndTheCheckpointBeforeIsTaken(String name) throws IOException {
        Path file = run.checkpoints().resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 4;
        Files.write(file, bytes);

        assertGoesOnFrom("going on from step 2");

        assertThat(said)
                .contains(file
                        + ": is damaged: its SHA-256 is not that of what was written; this checkpoint is left out");
    }

    @Test
    void aShortFileAndAMissingOneAreNamed() throws IOException {
        Path shortened = run.checkpoints().resolve("step-00000003.safetensors");
        Files.write(shortened, new byte[10]);
        long written = JSON.readTree(
                        run.checkpoints().resolve("step-00000003.json").toFile())
                .at("/files/step-00000003.safetensors/bytes")
                .asLong();
        Path missing = run.checkpoints().resolve("step-00000002.memory.safetensors");
        Files.delete(missing);

        train(run, 0);

        assertThat(said)
                .contains(
                        shortened + ": is damaged: it has 10 bytes, and " + written
                                + " were written; this checkpoint is left out",
                        missing + ": does not exist; this checkpoint is left out")
                .noneMatch(sentence -> sentence.startsWith("going on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "", "[1]", "{\"format\": 1, \"state\"", "{\"format\": 2}"})
    void aCommitThatIsNoneIsLeftOut(String content) throws IOException {
        Path commit = run.checkpoints().resolve("step-00000003.json");
        Files.writeString(commit, content);

        assertGoesOnFrom("going on from step 2");

        assertThat(said).anyMatch(sentence -> sentence.startsWith(commit + ": "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch | 9999 | state.batch[9999] must be an integer between 0 and 1",
                "step | -5 | state.step[-5] must be an integer between 1 and 4",
                "step | 2 | state.step[2] must be the step after batch[1] of epoch[1], 3",
                "epoch | null | state.epoch[null] must be an integer between 0 and 2",
                "bestAp | \"NaN\" | state.bestAp[\"NaN\"] must be a number >= -2.0",
                "seconds | -1 | state.seconds[-1] must be a number >= 0.0",
                "evaluatedEpoch | 7 | state.evaluatedEpoch[7] must be an integer between -1 and 2",
                "head | {\"mean\": null} | state.head.mean[null] must be a number",
            })
    void anImpossibleFieldIsNamedAlsoWhereTheChecksumIsRight(String field, String value, String problem)
            throws IOException {
        Path commit = run.checkpoints().resolve("step-00000003.json");
        ObjectNode json = (ObjectNode) JSON.readTree(commit.toFile());
        ((ObjectNode) json.get("state")).set(field, JSON.readTree(value));
        json.remove("sha256");
        json.put("sha256", Digests.sha256(json.toString()));
        Files.writeString(commit, json.toString());

        assertGoesOnFrom("going on from step 2");

        assertThat(said).contains(commit + ": " + problem + "; this checkpoint is left out");
    }

    @Test
    void aCommitThatWasChangedIsNamed() throws IOException {
        Path commit = run.checkpoints().resolve("step-00000003.json");
        Files.writeString(commit, Files.readString(commit).replaceFirst("\"sinceBest\" : \\d+", "\"sinceBest\" : 77"));

        assertGoesOnFrom("going on from step 2");

        assertThat(said)
                .contains(commit
                        + ": is damaged: its content does not have the SHA-256 it names; this checkpoint is left out");
    }

    @Test
    void flippedBestWeightsAreNotKeptAsTheResult() throws IOException {
        experiment = TinyExperiment.load(directory, EVERY_STEP, "training.early_stopping=5");
        RunDirectory stopping = new RunDirectory(directory.resolve("stopping"));
        assertThatThrownBy(() -> train(stopping, 3)).isInstanceOf(Kill.class);
        Path best = stopping.checkpoints().resolve("best.safetensors");
        // an AP that is as good as before does not make other weights the best
        byte[] bytes = Files.readAllBytes(best);
        bytes[bytes.length - 3] ^= 4;
        Files.write(best, bytes);

        assertThatThrownBy(() -> train(stopping, 0))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(best + ": is damaged: its SHA-256 is not that of the best weights");
    }

    @Test
    void aFinishedRunWithFlippedWeightsIsRefusedOrTrainedAgain() throws IOException {
        String whole = train(run, 0);
        byte[] bytes = Files.readAllBytes(run.finalWeights());
        bytes[bytes.length - 3] ^= 4;
        Files.write(run.finalWeights(), bytes);

        assertThatThrownBy(() -> train(run, 0))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(run.finalWeights() + ": is damaged");
        TrainingRun again = TinyExperiment.run(experiment, run, new Listener(0));
        assertThat(again.runUnlessHeld(TrainingRun.Damaged.TRAIN_AGAIN)
                        .orElseThrow()
                        .weightsSha256())
                .isEqualTo(whole);
        assertThat(said).anyMatch(sentence -> sentence.endsWith("; it is trained again"));
        assertThat(run.wholeResult()).isPresent();
    }
}
