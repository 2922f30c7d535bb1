package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackersCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aTrainingThatCannotBeShownLeavesNothingToGoOnWith() {
        Path run = directory.resolve("run");

        CommandRun train = CommandRun.of(
                "train",
                TinyExperiment.write(directory),
                "--set",
                "trackers=[{type: tensorboard}, {type: mlflow, uri: 'http://localhost:1'}]",
                "--out",
                run);

        assertThat(train.code()).isEqualTo(2);
        assertThat(train.log())
                .contains("trackers[1][mlflow] uri[http://localhost:1] does not answer: no connection is accepted");
        assertThat(run.toFile().list()).containsExactlyInAnyOrder("lock", "claim-000001", "tensorboard");
        assertThat(run.resolve("tensorboard")).isEmptyDirectory();
    }

    /** Keys of a list are set by its place in it, where it is written; a list that is not is set as a whole. */
    @Test
    void aTrackerIsSetInAFileOrOnTheCommandLine() throws IOException {
        Path file = TinyExperiment.write(directory);
        Files.writeString(file, Files.readString(file) + "trackers: [{type: mlflow}]\n");

        CommandRun config = CommandRun.of("config", file, "--set", "trackers[0].uri=https://mlflow.example/a");

        assertThat(config.results()).contains("https://mlflow.example/a");
        assertThat(config.code()).isZero();
    }
}
