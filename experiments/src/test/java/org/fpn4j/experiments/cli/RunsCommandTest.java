package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with an ablation of two cells, and runs in every state. */
class RunsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path runs;
    private static Path finished;

    @BeforeAll
    static void train() throws IOException {
        TinyExperiment.write(directory);
        runs = directory.resolve("runs");
        Path file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes: {neck.out_channels: [8, 16]}
                """);
        CommandRun ablation = CommandRun.of("ablate", file, "--out", runs.resolve("study"));
        assertThat(ablation.code()).as(ablation.log()).isZero();
        finished = runs.resolve("study/16-0");
        begin("stopped");
        Files.createDirectory(runs.resolve("stopped/checkpoints"));
        Files.createFile(runs.resolve("stopped/checkpoints/step-00000007.json"));
        Files.createFile(runs.resolve("stopped/checkpoints/step-00000012.json"));
        begin("training");
        begin("damaged");
        Files.writeString(runs.resolve("damaged/result.json"), "{}");
    }

    private static void begin(String name) throws IOException {
        Files.createDirectories(runs.resolve(name));
        Files.copy(finished.resolve("provenance.json"), runs.resolve(name).resolve("provenance.json"));
    }

    @Test
    void everyRunHasALineWithItsScoreOrHowFarItIs() {
        RunLock lock = RunLock.tryAcquire(new RunDirectory(runs.resolve("training")), "./fpn train x.yaml")
                .orElseThrow();

        List<String> lines = CommandRun.of("runs", runs).results().lines().toList();

        lock.close();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).matches("run +AP +AP50 +steps  state");
        assertThat(lines.get(1)).matches(runs + "/damaged +0  damaged: .*result.json: metrics is missing; .*");
        assertThat(lines.get(2)).matches(runs + "/stopped +12  stopped at step 12");
        assertThat(lines.get(3)).matches(runs + "/study/16-0 +0\\.\\d{4}  0\\.\\d{4} +2  finished");
        assertThat(lines.get(4)).matches(runs + "/study/8-0 +0\\.\\d{4}  0\\.\\d{4} +2  finished");
        assertThat(lines.get(5))
                .matches(runs + "/training +0  training, by process \\d+ on .* since .*Z, ./fpn train x.yaml");
    }

    @Test
    void theJsonSaysTheSame() throws IOException {
        JsonNode json = JSON.readTree(CommandRun.of("runs", runs, "--json", "-").results());

        assertThat(json).hasSize(5);
        assertThat(json.at("/0/state").asText()).isEqualTo("damaged");
        assertThat(json.at("/0/problem").asText()).contains("metrics is missing");
        assertThat(json.at("/1/state").asText()).isEqualTo("stopped");
        assertThat(json.at("/1/steps").asInt()).isEqualTo(12);
        assertThat(json.at("/2/run").asText()).isEqualTo(finished.toString());
        assertThat(json.at("/2/metrics/AP50").isDouble()).isTrue();
    }

    @Test
    void aFolderWithoutRunsAndNoFolderAreSaid() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThat(CommandRun.of("runs", empty).results()).isEqualTo("no runs in " + empty + "\n");
        CommandRun none = CommandRun.of("runs", directory.resolve("none"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.log())
                .isEqualTo(directory.resolve("none") + ": is no directory\n    ./fpn train and ./fpn ablate make runs"
                        + " below [runs] or where --out says\n1 problem.\n");
    }

    @Test
    void whyTwoRunsDifferIsSaidByPartAndByKey() throws IOException {
        CommandRun why = CommandRun.of("runs", "--why", runs.resolve("study/8-0"), finished);

        assertThat(why.code()).as(why.log()).isZero();
        assertThat(why.results()).matches("config: [0-9a-f]{12} and [0-9a-f]{12}\n    neck\\.out_channels: 8 and 16\n");
        JsonNode json = JSON.readTree(CommandRun.of("runs", "--why", runs.resolve("study/8-0"), finished, "--json", "-")
                .results());
        assertThat(json.at("/config")).hasToString("{\"neck.out_channels\":[\"8\",\"16\"]}");
        assertThat(CommandRun.of("runs", "--why", finished, finished).results())
                .isEqualTo("Nothing that decides their results differs.\n");
        assertThat(CommandRun.of("runs", "--why", finished, directory).log())
                .isEqualTo(directory + ": is not the directory of a run\n1 problem.\n");
    }

    @Test
    void theFolderOfAnAblationListsTheRunsInIt() {
        CommandRun eval = CommandRun.of("eval", runs.resolve("study"));

        assertThat(eval)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        """
                        STUDY: is not the directory of a run but holds 2; name one of them
                            STUDY/16-0: finished
                            STUDY/8-0: finished
                        1 problem.
                        """
                                .replace("STUDY", runs.resolve("study").toString())));
    }

    @Test
    void aRunThatIsNotFinishedSaysHowFarItIs() throws IOException {
        for (String file : List.of("classes.json", "config.yaml")) {
            Files.copy(finished.resolve(file), runs.resolve("stopped").resolve(file));
        }

        CommandRun eval = CommandRun.of("eval", runs.resolve("stopped"));

        assertThat(eval.log())
                .isEqualTo(runs.resolve("stopped")
                        + ": run is not finished: stopped at step 12\n    ./fpn train with --resume goes on with it\n"
                        + "1 problem.\n");
    }
}
