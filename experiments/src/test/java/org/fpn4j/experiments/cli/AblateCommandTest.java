package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path file;
    private Path out;

    @BeforeEach
    void prepare() {
        TinyExperiment.write(directory);
        file = directory.resolve("study.yaml");
        out = directory.resolve("out");
    }

    @Test
    void anAblationWritesItsResultsAndRunsNothingTwice() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes:
                  neck:
                    fpn: {neck: {type: fpn}}
                    panet: {neck: {type: panet, out_channels: 8, min_level: 3, max_level: 5}}
                """);
        CommandRun first = CommandRun.of("ablate", file, "--out", out);

        assertThat(first.code()).as(first.log()).isZero();
        assertThat(first.results()).contains("fpn", "panet", "AP").endsWith(out.resolve("report.html") + "\n");
        JsonNode results = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(results.get("cells")).hasSize(2);
        assertThat(results.get("variants")).hasSize(2);
        List<String> necks = new ArrayList<>();
        for (JsonNode cell : results.get("cells")) {
            necks.add(cell.at("/variant/neck").asText());
            assertThat(cell.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "variant",
                            "seed",
                            "metrics",
                            "per_class",
                            "left_out",
                            "params",
                            "macs",
                            "train_seconds",
                            "weights_sha256",
                            "run_dir");
            assertThat(cell.get("seed").asLong()).isZero();
            assertThat(cell.at("/metrics/AP").isDouble()).isTrue();
            assertThat(cell.at("/per_class/nodule/AP").isDouble()).isTrue();
            assertThat(cell.at("/per_class/nodule/AP50").isDouble()).isTrue();
            assertThat(cell.get("params").asLong()).isPositive();
            assertThat(cell.get("macs").asLong()).isPositive();
            assertThat(cell.get("train_seconds").asDouble()).isPositive();
            assertThat(Path.of(cell.get("run_dir").asText()))
                    .hasParentRaw(out)
                    .hasFileName(cell.at("/variant/neck").asText() + "-0")
                    .isDirectoryContaining("glob:**/result.json");
        }
        assertThat(necks).containsExactly("fpn", "panet");
        JsonNode variant = results.at("/variants/1");
        assertThat(variant.at("/variant/neck").asText()).isEqualTo("panet");
        assertThat(variant.get("n").asInt()).isEqualTo(1);
        assertThat(variant.at("/AP/mean").asDouble())
                .isEqualTo(results.at("/cells/1/metrics/AP").asDouble());
        assertThat(variant.at("/per_class/heart/AP50/mean").asDouble())
                .isEqualTo(results.at("/cells/1/per_class/heart/AP50").asDouble());
        assertThat(variant.at("/AP/sd").isNull()).isTrue(); // one run has no spread
        assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(3);
        assertThat(out.resolve("report.html"))
                .content()
                .contains("<html", "panet")
                .contains("href=\"fpn-0/report.html\"", "href=\"panet-0/report.html\"")
                .contains("id=\"findings\"", "Hardest images", "id=\"data\"", "<dt>Commit</dt>")
                .contains("<tr><th class=\"path\" scope=\"row\">neck.type</th><td class=\"wrap\">fpn</td>");
        assertThat(out.resolve("panet-0").resolve("report.html"))
                .content()
                .contains("id=\"findings\"", "Hardest images", "Gradient norm", "id=\"config\"");

        Path weights = Path.of(results.at("/cells/0/run_dir").asText(), "checkpoints", "final.safetensors");
        FileTime before = FileTime.fromMillis(1_000_000_000_000L);
        List<Path> files = List.of(weights, out.resolve("results.json"), out.resolve("report.html"));
        for (Path written : files) {
            Files.setLastModifiedTime(written, before);
        }
        CommandRun second = CommandRun.of("ablate", file, "--out", out);
        assertThat(second.code()).isZero();
        assertThat(second.results()).isEqualTo(first.results());
        assertThat(second.log().lines().filter(line -> line.contains(": finished before, ")))
                .hasSize(2);
        assertThat(second.log()).doesNotContain("step");
        for (Path written : files) {
            assertThat(Files.getLastModifiedTime(written)).as("%s", written).isEqualTo(before);
        }
    }

    @Test
    void cellsThatRunAtTheSameTimeGiveTheSameBits() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                axes: {training.ema_decay: [0, 0.5]}
                """);
        List<List<String>> weights = new ArrayList<>();
        for (int workers = 1; workers <= 2; workers++) {
            Path place = directory.resolve("workers" + workers);
            CommandRun run = CommandRun.of("ablate", file, "--out", place, "--set", "workers=" + workers);
            assertThat(run.code()).as(run.log()).isZero();
            weights.add(JSON.readTree(place.resolve("results.json").toFile()).findValuesAsText("weights_sha256"));
        }
        assertThat(weights.get(0)).hasSize(2).doesNotHaveDuplicates();
        assertThat(weights.get(1)).isEqualTo(weights.get(0));
    }

    @Test
    void aCellThatFailsDoesNotStopTheOthers() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                axes:
                  rate:
                    wild: {training: {optimizer: {learning_rate: 1.0e+30}}}
                    calm: {training: {optimizer: {learning_rate: 0.01}}}
                """);
        CommandRun run = CommandRun.of("ablate", file, "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("wild, seed 0: failed: step 2: training diverged: the norm of the gradients is ")
                .endsWith("1 of 2 cells failed.\n");
        assertThat(run.log()).doesNotContain("\tat ");
        JsonNode cells = JSON.readTree(out.resolve("results.json").toFile()).get("cells");
        assertThat(cells.at("/0/variant/rate").asText()).isEqualTo("wild");
        assertThat(cells.at("/0/failed").asText())
                .startsWith("step 2: training diverged: the norm of the gradients is ");
        assertThat(cells.get(0).has("metrics")).isFalse();
        assertThat(cells.get(1).has("failed")).isFalse();
        assertThat(cells.at("/1/metrics").has("AP")).isTrue();
        assertThat(out.resolve("report.html")).content().contains("training diverged");
    }

    @Test
    void aCheckpointThatDoesNotFitIsToldBeforeAnythingIsTrained() throws IOException {
        Path weights = directory.resolve("w.safetensors");
        CommandRun.of("weights", directory.resolve("small.yaml"), "--out", weights);
        Files.writeString(
                file,
                """
                base: small.yaml
                config: {pretrained: {file: %s}}
                axes: {backbone.width: [0.125, 0.25]}
                """
                        .formatted(weights));

        CommandRun run = CommandRun.of("ablate", file, "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(
                        weights + ": tensor[backbone.conv1.weight -> backbone.conv1.weight: expected [16, 3, 7, 7], got"
                                + " [8, 3, 7, 7]]\n");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void anAblationOfWhichEveryCellFailsStillReports() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                axes: {training.optimizer.learning_rate: [1.0e+30]}
                """);
        CommandRun run = CommandRun.of("ablate", file, "--out", out);
        assertThat(run.code()).as(run.log()).isEqualTo(2);
        assertThat(run.log()).endsWith("1 of 1 cells failed.\n");
        assertThat(JSON.readTree(out.resolve("results.json").toFile()).get("variants"))
                .isEmpty();
        assertThat(out.resolve("report.html")).content().contains("training diverged");
    }
}
