package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A finished ablation of two cells of which something is damaged or cannot be written. */
class DamagedCellsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path file;
    private Path out;
    private CommandRun first;

    @BeforeEach
    void run() throws IOException {
        TinyExperiment.write(directory);
        out = directory.resolve("out");
        file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes: {neck.out_channels: [8, 16]}
                """);
        first = ablate();
        assertThat(first.code()).as(first.log()).isZero();
    }

    private CommandRun ablate() {
        return CommandRun.of("ablate", file, "--out", out);
    }

    private List<String> weights() throws IOException {
        return JSON.readTree(out.resolve("results.json").toFile()).findValuesAsText("weights_sha256");
    }

    @ParameterizedTest
    @CsvSource({
        "result.json, null",
        "result.json, {",
        "result.json, {}",
        "classes.json, '[null]'",
        "detections.json, '['",
        "checkpoints/final.safetensors, flipped"
    })
    void aDamagedCellIsTrainedAgainAlone(String name, String content) throws IOException {
        List<String> before = weights();
        byte[] detections = Files.readAllBytes(out.resolve("8-0/detections.json"));
        Path damaged = out.resolve("8-0").resolve(name);
        Files.writeString(damaged, content);

        CommandRun again = ablate();

        assertThat(again.code()).as(again.log()).isZero();
        assertThat(again.log())
                .contains("8, seed 0: " + damaged + ": ")
                .contains("; it is trained again\n")
                .contains("16, seed 0: finished before, " + out.resolve("16-0"));
        assertThat(weights()).isEqualTo(before);
        assertThat(out.resolve("8-0/detections.json")).hasBinaryContent(detections);
        assertThat(CommandRun.of("eval", out.resolve("8-0")).code()).isZero();
    }

    @Test
    void aCellWithoutDetectionsIsFinishedAllTheSame() throws IOException {
        Files.delete(out.resolve("8-0/detections.json"));

        CommandRun again = ablate();

        assertThat(again.log()).contains("8, seed 0: finished before, ").doesNotContain("trained again");
        assertThat(again.log()).contains(out.resolve("8-0") + ": keeps no detections to draw from");
        assertThat(again.results().lines().takeWhile(line -> !line.startsWith("AP against")))
                .containsExactlyElementsOf(first.results()
                        .lines()
                        .takeWhile(line -> !line.startsWith("AP against"))
                        .toList());
    }

    @Test
    void whoseDirectoryNobodyKnowsIsLeftAlone() throws IOException {
        Files.writeString(out.resolve("8-0/provenance.json"), "[]");

        CommandRun again = ablate();

        assertThat(again.code()).as(again.log()).isZero();
        assertThat(again.log())
                .contains(out.resolve("8-0/provenance.json")
                        + ": holds no JSON object, so the file is damaged; nothing of " + out.resolve("8-0")
                        + " is used\n");
        assertThat(JSON.readTree(out.resolve("results.json").toFile())
                        .at("/cells/0/run_dir")
                        .asText())
                .matches(out + "/8-0-[0-9a-f]{12}");
        assertThat(out.resolve("8-0/provenance.json")).hasContent("[]");
    }

    @ParameterizedTest
    @CsvSource({"eval", "predict", "heatmaps", "train"})
    void commandsForOneRunNameWhatIsDamaged(String command) throws IOException {
        Path run = out.resolve("8-0");
        Path weights = run.resolve("checkpoints/final.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 1;
        Files.write(weights, bytes);
        Path picture = Files.createFile(directory.resolve("a.png"));

        CommandRun refused =
                switch (command) {
                    case "eval" -> CommandRun.of("eval", run);
                    case "train" -> CommandRun.of(
                            "train",
                            directory.resolve("small.yaml"),
                            "--set",
                            "training.epochs=1",
                            "--resume",
                            "--out",
                            run);
                    default -> CommandRun.of(command, run, picture);
                };

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains(weights + ": is damaged: its SHA-256[")
                .doesNotContain("\tat ");
    }

    @Test
    void aLineOfGarbageInALogIsToldWithTheReport() throws IOException {
        Path log = out.resolve("8-0/metrics.jsonl");
        Files.writeString(log, "garbage\n" + Files.readString(log));
        Files.delete(out.resolve("report.html"));

        CommandRun again = ablate();

        assertThat(again.code()).as(again.log()).isZero();
        assertThat(again.log()).contains(log + ":1: is no line of metrics and is left out\n");
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aFinishedAblationPrintsItsTableWhereNothingCanBeWritten() throws IOException {
        Files.delete(out.resolve("report.html"));
        Files.createDirectories(out.resolve("report.html/in the way"));

        CommandRun again = ablate();

        assertThat(again.code()).as(again.log()).isZero();
        assertThat(again.log())
                .contains(out.resolve("report.html") + ": cannot be written: ")
                .contains("; the results are not written\n");
        assertThat(first.results()).startsWith(again.results().strip());
    }
}
