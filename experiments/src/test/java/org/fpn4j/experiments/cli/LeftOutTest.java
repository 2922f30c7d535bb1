package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose validation split lacks two of its five pictures; every number that it writes says so. */
class LeftOutTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WARNING = "[2] of [5] images have no usable picture; their objects count as missed";

    @TempDir
    private static Path directory;

    private static Path run;
    private static CommandRun training;

    @BeforeAll
    static void trainOnce() throws IOException {
        Path data = directory.resolve("data");
        CommandRun made = CommandRun.of(
                "make-data",
                "--out",
                data,
                "--set",
                "train_images=2",
                "--set",
                "val_images=5",
                "--set",
                "test_images=1",
                "--set",
                "height=64",
                "--set",
                "width=64");
        assertThat(made.code()).as(made.log()).isZero();
        Files.delete(data.resolve("val/000002.png"));
        Files.writeString(data.resolve("val/000004.png"), "no picture");
        run = directory.resolve("run");
        training = CommandRun.of(
                "train",
                TinyExperiment.write(directory),
                "--out",
                run,
                "--set",
                "training.epochs=1",
                "--set",
                "data={type: coco, root: " + data + ", train_annotations: annotations/instances_train.json,"
                        + " train_images: train, val_annotations: annotations/instances_val.json, val_images: val}");
        assertThat(training.code()).as(training.log()).isZero();
    }

    @Test
    void theTerminalSaysSo() {
        assertThat(training.log())
                .contains("data val: 3 images (and 2 left out), ")
                .contains("1 x missing image, left out, first ")
                .contains("1 x broken image, left out, first ")
                .contains("warning: " + WARNING + "\n");
        assertThat(training.results()).endsWith("  (left out: 2 images, 0 categories)\n");
    }

    @Test
    void theFilesOfTheRunSaySo() throws IOException {
        RunDirectory directory = new RunDirectory(run);
        JsonNode evaluation = JSON.readTree(directory.evaluation().toFile());

        assertThat(evaluation.at("/left_out/images").asInt()).isEqualTo(2);
        assertThat(evaluation.at("/warnings/0").asText()).isEqualTo(WARNING);
        assertThat(TinyExperiment.metricLines(directory).stream().filter(line -> line.has("metrics")))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.at("/left_out/images").asInt()).isEqualTo(2));
        assertThat(directory.report()).content().contains(WARNING);
        assertThat(directory.result().orElseThrow().leftOut().images()).isEqualTo(2);
    }

    @Test
    void evaluationSaysSo() throws IOException {
        CommandRun table = CommandRun.of("eval", run);
        CommandRun json = CommandRun.of("eval", run, "--json", "-", "--max-detections", "9", "--class-agnostic");

        assertThat(table.log()).endsWith("warning: " + WARNING + "\n");
        assertThat(table.results()).endsWith("left out: 2 images, 0 categories\n");
        assertThat(JSON.readTree(json.results()).at("/left_out/images").asInt()).isEqualTo(2);
        assertThat(JSON.readTree(json.results()).has("AR9")).isTrue();
    }
}
