package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.ChildJvm;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.ablation.Ablation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs and ablations may be called, and which file is for which command. */
class RunNamesTest {
    private static final String EXPECTED =
            "must be the name of one directory: up to 100 characters, not blank, no / or \\, not . or ..";

    @TempDir
    private Path directory;

    private Path experiment;
    private Path ablation;

    @BeforeEach
    void write() throws IOException {
        experiment = TinyExperiment.write(directory);
        ablation = directory.resolve("study.yaml");
        ablation("");
    }

    private void ablation(String name) throws IOException {
        Files.writeString(ablation, name + "base: small.yaml\naxes: {neck.out_channels: [8, 16]}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a/b", "..", ".", "a\\b", "   ", "/tmp/x"})
    void aNameThatIsNoneOfADirectoryIsRefusedAtItsPlace(String name) throws IOException {
        CommandRun cost = CommandRun.of("cost", experiment, "--set", "name=\"" + name.replace("\\", "\\\\") + "\"");
        ablation("name: \"" + name.replace("\\", "\\\\") + "\"\n");
        CommandRun ablate = CommandRun.of("ablate", ablation);

        assertThat(cost.code()).isEqualTo(2);
        assertThat(cost.log()).contains("config name[" + name + "] " + EXPECTED + "\n");
        assertThat(ablate.code()).isEqualTo(2);
        assertThat(ablate.log()).contains(ablation + ":1:1: ablation name[" + name + "] " + EXPECTED + "\n");
    }

    @Test
    void anEmptyNameIsThatOfTheFile() throws IOException {
        assertThat(CommandRun.of("cost", experiment, "--set", "name=\"\"").code())
                .isZero();
        ablation("name: \"\"\n");
        assertThat(Ablation.load(ablation, List.of()).name()).isEqualTo("study");
    }

    @Test
    void aTrainingHasTheNameOfItsConfigAndSeed() throws Exception {
        CommandRun named = train();
        CommandRun again = train();
        CommandRun other = train("--set", "training.epochs=1");

        assertThat(named.code()).as(named.log()).isZero();
        assertThat(named.log()).contains("\nreport: runs/small-0/report.html\nruns/small-0  AP 0");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.log()).contains("runs/small-0: already holds a run\n");
        assertThat(other.code()).as(other.log()).isZero();
        assertThat(other.log()).containsPattern("\nruns/small-0-[0-9a-f]{12}  AP 0");
    }

    /** In a directory of its own, so in a process of its own; everything that it prints is the log. */
    private CommandRun train(String... sets) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of("train", experiment));
        arguments.addAll(List.of(sets));
        try (ChildJvm training = ChildJvm.start(directory.resolve("printed"), Main.class, arguments.toArray())) {
            int code = training.exitCode();
            return new CommandRun(code, "", training.printed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "config", "plan", "bench", "weights"})
    void anAblationIsForAblate(String command) {
        CommandRun run = CommandRun.of(command, ablation);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .isEqualTo(ablation + ":2:1: this is an ablation; ./fpn ablate " + ablation + " runs it\n1 problem.\n");
    }
}
