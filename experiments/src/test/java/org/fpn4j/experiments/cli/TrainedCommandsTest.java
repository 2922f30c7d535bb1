package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that train, and those that need weights; they share one run and one file of initial weights. */
class TrainedCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every place is an object with such a prior, so that an untrained detector finds some. */
    private static final String PRIOR = "head.prior=0.5";

    private static final String THRESHOLD = "head.postprocess.score_threshold=0.01";

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path weights;
    private static Path run;
    private static CommandRun training;

    @BeforeAll
    static void trainOnce() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("initial.safetensors");
        run = directory.resolve("run");
        CommandRun initial = CommandRun.of("weights", config, "--out", weights, "--set", PRIOR);
        assertThat(initial.code()).as(initial.log()).isZero();
        assertThat(initial.results()).contains("neck.lateral.C3.weight [8, 16, 1, 1]\n");
        // long enough to find some of the large objects, so that metrics are not all 0
        training = CommandRun.of(
                "train",
                config,
                "--out",
                run,
                "--set",
                PRIOR,
                "--set",
                THRESHOLD,
                "--set",
                "training.epochs=30",
                "--set",
                "training.evaluate_every=30",
                "--set",
                "training.optimizer={type: adamw, learning_rate: 0.005}");
        assertThat(training.code()).as(training.log()).isZero();
    }

    @Test
    void aFinishedRunHasAllItsFiles() throws IOException {
        assertThat(run.toFile().list())
                .containsExactlyInAnyOrder(
                        "config.yaml",
                        "origins.txt",
                        "provenance.json",
                        "classes.json",
                        "detections.json",
                        "replicates.bin",
                        "data_problems.txt",
                        "metrics.jsonl",
                        "lock",
                        "claim-000001",
                        "checkpoints",
                        "result.json",
                        "eval.json",
                        "report.html");
        assertThat(run.resolve("checkpoints").toFile().list()).containsExactly("final.safetensors");
        assertThat(run.resolve("origins.txt")).content().contains("--set " + PRIOR);
        JsonNode provenance = JSON.readTree(run.resolve("provenance.json").toFile());
        assertThat(provenance.get("command").asText()).startsWith("./fpn train " + config);
        assertThat(provenance.get("seed").asLong()).isZero();
        assertThat(JSON.readTree(run.resolve("classes.json").toFile())).hasSize(3);
        String startedAt = new RunDirectory(run).startedAt().orElseThrow();
        assertThat(startedAt).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(run.resolve("report.html")).content().contains("<html", "small", "<dt>Started</dt><dd>" + startedAt);
    }

    @Test
    void theLastLineOfATrainingNamesItsDirectoryAndScore() {
        double ap = new RunDirectory(run).result().orElseThrow().metrics().get("AP");
        List<String> lines = training.results().lines().toList();
        assertThat(lines).hasSize(6); // a header, three classes, the report
        assertThat(lines.get(0)).matches("class +AP +AP50");
        assertThat(lines.get(4)).isEqualTo("report: " + run.resolve("report.html"));
        assertThat(lines.get(5)).startsWith(run + "  AP " + String.format(java.util.Locale.ROOT, "%.4f", ap));
    }

    @Test
    void aTrainingTellsHowLongItWaitedForData() {
        RunDirectory.Result result = new RunDirectory(run).result().orElseThrow();

        assertThat(result.waitSeconds()).isPositive().isLessThan(result.trainSeconds());
        assertThat(training.log())
                .containsPattern("[0-9.]+ s of training, [0-9.]+ s \\([0-9.]+ %\\) of them waiting for data\n");
    }

    @Test
    void aDirectoryThatHoldsARunIsNotOverwritten() {
        CommandRun again = CommandRun.of("train", config, "--out", run);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.log())
                .endsWith(run + ": already holds a run\n"
                        + "    add --resume to go on with it, or choose another --out\n1 problem.\n");
    }

    @Test
    void evaluatingARunGivesTheMetricsOfItsTraining() throws IOException {
        CommandRun eval = CommandRun.of("eval", run, "--json", "-");
        assertThat(eval.code()).as(eval.log()).isZero();
        JsonNode metrics = JSON.readTree(eval.results());
        JsonNode stored = JSON.readTree(run.resolve("eval.json").toFile());
        metrics.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("per_class")) {
                assertThat(stored.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        });
        metrics.get("per_class").fields().forEachRemaining(field -> {
            assertThat(stored.at("/per_class/" + field.getKey() + "/AP")).isEqualTo(field.getValue());
            assertThat(stored.at("/per_class/" + field.getKey() + "/AP50").isNumber())
                    .isTrue();
        });
        assertThat(stored.at("/metrics/AP")).isEqualTo(metrics.get("AP"));
        assertThat(metrics.get("AP").asDouble()).isPositive(); // else nothing was found, and nothing compared
        // norms look at one image at a time, so how images are grouped changes nothing, nor do padded places
        CommandRun grouped = CommandRun.of("eval", run, "--json", "-", "--set", "training.batch_size=3");
        assertThat(JSON.readTree(grouped.results())).isEqualTo(metrics);
        CommandRun other = CommandRun.of("eval", run, "--split", "train", "--json", "-");
        assertThat(JSON.readTree(other.results())).isNotEqualTo(metrics);
    }

    @Test
    void evaluatingARunByOtherMetricsAddsTheirSections() throws IOException {
        JsonNode plain = JSON.readTree(CommandRun.of("eval", run, "--json", "-").results());

        CommandRun eval = CommandRun.of("eval", run, "--metrics", "froc,tide", "--froc-iou", "0.3", "--json", "-");

        assertThat(eval.code()).as(eval.log()).isZero();
        JsonNode metrics = JSON.readTree(eval.results());
        assertThat(metrics.get("AP")).isEqualTo(plain.get("AP"));
        assertThat(metrics.at("/froc/convention/iou").asDouble()).isEqualTo(0.3);
        assertThat(metrics.at("/froc/lesions").asInt()).isPositive();
        assertThat(metrics.at("/tide/dAP/Miss").asDouble()).isNotNegative();
        assertThat(plain.has("froc")).isFalse();
    }

    @Test
    void detectionsOfARunScoreWhatTheRunDid() throws IOException {
        Path set = directory.resolve("set");
        CommandRun made = CommandRun.of(
                "make-data",
                "--out",
                set,
                "--set",
                "train_images=1",
                "--set",
                "val_images=4",
                "--set",
                "height=64",
                "--set",
                "width=64");
        assertThat(made.code()).as(made.log()).isZero();

        CommandRun score = CommandRun.of(
                "score", set.resolve("annotations/instances_val.json"), run.resolve("detections.json"), "--json", "-");

        assertThat(score.code()).as(score.log()).isZero();
        JsonNode metrics = JSON.readTree(score.results());
        JsonNode stored = JSON.readTree(run.resolve("eval.json").toFile());
        stored.get("metrics").fields().forEachRemaining(field -> assertThat(metrics.get(field.getKey()))
                .as(field.getKey())
                .isEqualTo(field.getValue())); // to the digit
        stored.get("per_class").fields().forEachRemaining(field -> assertThat(
                        metrics.get("per_class").get(field.getKey()))
                .isEqualTo(field.getValue().get("AP")));
        assertThat(metrics.get("AP").asDouble()).isPositive();
    }

    @Test
    void evalWritesTheDetectionsThatTrainingKept() {
        Path file = directory.resolve("again.json");

        CommandRun eval = CommandRun.of("eval", run, "--detections", file);

        assertThat(eval.code()).as(eval.log()).isZero();
        assertThat(file).hasSameBinaryContentAs(run.resolve("detections.json"));
    }

    @Test
    void weightsThatDoNotFitAreListedByName() throws IOException {
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(Safetensors.read(weights).tensors());
        tensors.remove("backbone.conv1.weight");
        tensors.put("neck.output.P3.bias", new NamedTensor(Shape.of(2), new float[2]));
        tensors.put("fc.weight", new NamedTensor(Shape.of(1), new float[1]));
        Path wrong = directory.resolve("wrong.safetensors");
        Safetensors.write(wrong, new Weights(tensors));
        CommandRun predict = CommandRun.of("predict", config, picture(64, 64), "--weights", wrong);
        assertThat(predict)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        """
                        W: tensor[backbone.conv1.weight] of [8, 3, 7, 7] is missing
                        W: tensor[neck.output.P3.bias]: expected [8], got [2]
                        W: tensor[fc.weight] is unexpected
                        3 problems.
                        """
                                .replace("W:", wrong + ":")));
    }

    @Test
    void predictFindsBoxesInsideThePicturesItWasGiven() throws IOException {
        Path wide = picture(150, 80);
        Path small = picture(40, 50);
        CommandRun predict = CommandRun.of(
                "predict",
                config,
                wide,
                small,
                "--weights",
                weights,
                "--set",
                THRESHOLD,
                "--score",
                "0.1",
                "--json",
                "-",
                "--out",
                directory.resolve("drawn"));

        assertThat(predict.code()).as(predict.log()).isZero();
        JsonNode found = JSON.readTree(predict.results());
        assertThat(found).isNotEmpty();
        assertThat(found)
                .extracting(one -> one.get("image_id").asInt())
                .contains(1, 2)
                .isSorted();
        for (JsonNode one : found) {
            boolean first = one.get("image_id").asInt() == 1;
            assertThat(one.get("file_name").asText()).isEqualTo((first ? wide : small).toString());
            assertThat(one.get("category_id").asInt()).isBetween(1, 3); // as the config's data set numbers them
            assertThat(one.get("score").asDouble()).isBetween(0.1, 1.0);
            double[] box = JSON.convertValue(one.get("bbox"), double[].class);
            double rounding = 1e-4; // of floats below 256, printed in full
            assertThat(box[0]).isNotNegative();
            assertThat(box[1]).isNotNegative();
            assertThat(box[2]).isPositive();
            assertThat(box[3]).isPositive();
            assertThat(box[0] + box[2]).isLessThanOrEqualTo((first ? 150 : 40) + rounding);
            assertThat(box[1] + box[3]).isLessThanOrEqualTo((first ? 80 : 50) + rounding);
        }
        assertThat(directory.resolve("drawn").toFile().list())
                .containsExactlyInAnyOrder("picture150x80.boxes.png", "picture40x50.boxes.png");
    }

    @Test
    void predictUsesTheClassesOfItsRun() throws IOException {
        Path file = directory.resolve("found.json");
        CommandRun predict = CommandRun.of("predict", run, picture(64, 64), "--json", file, "--score", "0.01");
        assertThat(predict.code()).as(predict.log()).isZero();
        JsonNode found = JSON.readTree(file.toFile());
        assertThat(predict.results()).isEqualTo(picture(64, 64) + ": " + found.size() + " objects\n");
        assertThat(found).isNotEmpty().allSatisfy(one -> assertThat(
                        one.get("category_id").asInt())
                .isBetween(1, 3)); // as the data numbers them
    }

    @Test
    void predictTellsOnceWhatPicturesLack() throws IOException {
        Path first = NotedPictures.withoutSpacing(directory, "a.dcm");
        Path second = NotedPictures.withoutSpacing(directory, "b.dcm");
        CommandRun predict = CommandRun.of("predict", config, first, second, "--weights", weights, "--json", "-");

        assertThat(predict.code()).as(predict.log()).isZero();
        assertThat(predict.log())
                .containsOnlyOnce("Pixel Spacing")
                .contains(
                        "a.dcm and 1 other: it has no Pixel Spacing: unless annotations know one, sizes are in pixels\n");
    }

    @Test
    void aFinishedRunIsNeededWhereOneIsNamed() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        CommandRun eval = CommandRun.of("eval", empty);
        assertThat(eval.code()).isEqualTo(2);
        assertThat(eval.log())
                .startsWith(empty + ": is not the directory of a run, which ./fpn train and ./fpn ablate make\n")
                .endsWith("1 problem.\n");
    }

    @Test
    void standardOutputOfTheProgramCarriesNothingButTheResult() throws Exception {
        Path output = directory.resolve("standard-output");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "predict",
                        config.toString(),
                        picture(64, 64).toString(),
                        "--weights",
                        weights.toString(),
                        "--json",
                        "-")
                .redirectOutput(output.toFile())
                .redirectError(new File(directory.toFile(), "standard-error"))
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(directory.resolve("standard-error")).content().doesNotContain("\tat ");
        assertThat(process.exitValue()).isZero();
        assertThat(JSON.readTree(output.toFile()).isArray()).isTrue();
        assertThat(output).content().startsWith("[").endsWith("]\n");
    }

    private static Path picture(int width, int height) throws IOException {
        var image = new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * 31 + y * 17) % 256 * 0x010101);
            }
        }
        Path file = directory.resolve("picture" + width + "x" + height + ".png");
        javax.imageio.ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
