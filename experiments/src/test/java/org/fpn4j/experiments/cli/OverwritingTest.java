package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwritingTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsReadIsNotWritten() throws IOException {
        Path truth = Files.writeString(directory.resolve("truth.json"), "{}");
        Path detections = Files.writeString(directory.resolve("detections.json"), "[]");
        Path otherSpelling = directory.resolve("../" + directory.getFileName() + "/truth.json");

        CommandRun same = CommandRun.of("score", truth, detections, "--json", truth);
        CommandRun spelling = CommandRun.of("score", truth, detections, "--json", otherSpelling);

        assertThat(same.code()).isEqualTo(2);
        assertThat(same.log())
                .isEqualTo("--json " + truth + ": would overwrite what the command reads\n"
                        + "    choose another file\n1 problem.\n");
        assertThat(spelling.log()).contains("would overwrite what the command reads");
        assertThat(truth).hasContent("{}");
    }

    @Test
    void theConfigOfACommandIsKept() {
        Path config = TinyExperiment.write(directory);

        for (String command : new String[] {"weights", "train", "ablate"}) {
            assertThat(CommandRun.of(command, config, "--out", config).log())
                    .startsWith("--out " + config + ": would overwrite what the command reads");
        }
    }

    @Test
    void filesThatMakeUpARunAreKept() throws IOException {
        Path run = Files.createDirectory(directory.resolve("run"));

        CommandRun eval = CommandRun.of("eval", run, "--json", run.resolve("result.json"));

        assertThat(eval.code()).isEqualTo(2);
        assertThat(eval.log())
                .startsWith("--json " + run.resolve("result.json") + ": would overwrite a file of the run");
    }

    @Test
    void aDirectoryIsNoPlaceForAFileAndNothingIsLeftBesideIt() {
        Path config = TinyExperiment.write(directory);
        int before = directory.toFile().list().length;

        CommandRun cost = CommandRun.of("cost", config, "--json", directory);

        assertThat(cost.code()).isEqualTo(2);
        assertThat(cost.log()).startsWith(directory + ": cannot be written: a directory is in its place");
        assertThat(directory.toFile().list()).hasSize(before);
        assertThat(Path.of(directory + ".tmp")).doesNotExist();
    }

    @Test
    void resultsOnAFullDiskDoNotPassForWritten() {
        assertThat(printedTo("No space left on device")).isEqualTo(2);
        assertThat(printedTo("Broken pipe")).isZero(); // who reads ten lines of a list wants no more
    }

    private static int printedTo(String failure) {
        ResultStream before = Console.redirect(new ResultStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(failure);
            }
        }));
        try {
            return Main.run("list");
        } finally {
            Console.redirect(before);
        }
    }
}
