package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class ExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));

    @Test
    void aNeckOnYourOwnGraphHasThreeLevelsAndGradientsOnBothSides() {
        Nd4j.getRandom().setSeed(1);

        List<String> lines = Printed.by(() -> Ex01NeckOnYourOwnGraph.main(new String[0]));

        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 3)).containsExactly("P3 [2, 24, 8, 8]", "P4 [2, 24, 4, 4]", "P5 [2, 24, 2, 2]");
        assertThat(lines.subList(3, 5))
                .extracting(line -> line.substring(0, line.lastIndexOf(' ')))
                .containsExactlyInAnyOrder("gradient of c1.weight: norm", "gradient of neck.lateral.C5.weight: norm");
        assertThat(lines.subList(3, 5)).allSatisfy(line -> {
            double norm = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            assertThat(norm).isFinite().isGreaterThan(1e-6); // rounding alone would leave about 1e-9
        });
    }

    @Test
    void swappedNecksHaveThePublishedCosts() throws Exception {
        List<String> lines = runWithoutNatives(Ex02SwapNeck.class);

        assertThat(lines)
                .containsExactly(
                        "neck       parameters  of the neck     GMACs  of the neck",
                        "fpn        34,014,999    3,868,672   151.540       10.164",
                        "panet      36,375,319    6,228,992   155.227       13.850",
                        "bifpn      34,018,128    3,871,801   148.367        6.990");
    }

    @Test
    void aNeckOfYourOwnIsFoundCostedAndRun() {
        String file = ROOT.resolve("examples/configs/top_down_concat.yaml").toString();

        List<String> lines = Printed.by(() -> Ex03YourOwnNeck.main(new String[] {file}));

        assertThat(lines)
                .containsExactly(
                        "Config[outChannels=32, minLevel=2, maxLevel=5, norm=None[], activation=RELU]",
                        // 9 * 32 * (128 + (64 + 32) + (32 + 32) + (16 + 32)) weights and 4 * 32 biases;
                        // the weights at 4x4, 8x8, 16x16 and 32x32 cells
                        "neck: 96896 parameters, 21233664 MACs",
                        "pyramid/P2 [1, 32, 32, 32]: 32768 values",
                        "pyramid/P3 [1, 32, 16, 16]: 8192 values",
                        "pyramid/P4 [1, 32, 8, 8]: 2048 values",
                        "pyramid/P5 [1, 32, 4, 4]: 512 values");
    }

    @Test
    void aNeckOnADl4jNetworkLearnsItsFusionWeightsThere() {
        Nd4j.getRandom().setSeed(1);

        List<String> lines = Printed.by(() -> Ex04NeckOnADl4jNetwork.main(new String[0]));

        assertThat(lines.subList(0, 5))
                .containsExactly(
                        "P3 [2, 16, 12, 12]",
                        "P4 [2, 16, 6, 6]",
                        "P5 [2, 16, 3, 3]",
                        "P6 [2, 16, 2, 2]",
                        "fusion weights of P4_td before: [1.0, 1.0]");
        assertThat(lines).hasSize(6);
        assertThat(lines.get(5)).matches("fusion weights of P4_td after:  \\[\\d\\.\\d+, \\d\\.\\d+\\]");
        assertThat(lines.get(5)).doesNotEndWith("[1.0, 1.0]");
    }

    @Test
    void detectionsOfAnybodyAreScoredWithoutNatives(@TempDir Path folder) throws Exception {
        Path truth = Files.writeString(
                folder.resolve("truth.json"),
                """
                {"images": [{"id": 1}], "categories": [{"id": 3, "name": "cell"}], "annotations":
                [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 50, 50], "area": 2500, "iscrowd": 0}]}
                """);
        Path detections = Files.writeString(
                folder.resolve("detections.json"),
                "[{\"image_id\": 1, \"category_id\": 3, \"bbox\": [0, 0, 40, 50], \"score\": 0.5}]");

        List<String> lines = runWithoutNatives(Ex05ScoreDetections.class, truth.toString(), detections.toString());

        // an IoU of 0.8 passes seven of ten thresholds
        assertThat(lines).hasSize(13).contains("AP_S -1.0", "AR1 0.7", "AR100 0.7", "SENS1 1.0");
    }

    /** The smallest detector that has every part, on pictures that are drawn. */
    private static final String SMALL =
            """
            name: small
            input: {height: 64, width: 64}
            backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
            neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
            extra_levels: {type: none}
            head: {type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}, postprocess: {score_threshold: 0.0}}
            data: {type: synthetic_radiographs, train_images: 8, val_images: 4, test_images: 1, height: 64, width: 64}
            training: {epochs: 2, batch_size: 4, warmup_steps: 0}
            execution: {threads: 1}
            """;

    @Test
    void aTrainingFromJavaPrintsItsLossesAndWritesWeightsThatDetect(@TempDir Path directory) throws IOException {
        Path run = directory.resolve("run");
        Path weights = Files.createDirectories(run.resolve("checkpoints")).resolve("final.safetensors");
        Path config = Files.writeString(run.resolve("config.yaml"), SMALL);
        Files.writeString(
                run.resolve("classes.json"),
                "[{\"id\": 1, \"name\": \"nodule\"}, {\"id\": 2, \"name\": \"consolidation\"},"
                        + " {\"id\": 3, \"name\": \"heart\"}]");
        Path picture = directory.resolve("picture.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());

        List<String> trained = Printed.by(() ->
                Ex06TrainFromJava.main(new String[] {config.toString(), weights.toString(), "training.epochs=1"}));
        List<String> found =
                Printed.by(() -> Ex07DetectFromJava.main(new String[] {run.toString(), picture.toString()}));

        assertThat(trained).anyMatch(line -> line.matches("step 1: loss \\d\\.\\d{3}"));
        assertThat(trained.stream().filter(line -> line.startsWith("step ")))
                .hasSize(2); // eight images in batches of four
        assertThat(trained).anyMatch(line -> line.matches("AP -?\\d\\.\\d+(E-\\d+)?"));
        assertThat(found)
                .isNotEmpty()
                .allMatch(line ->
                        line.matches("FoundObject\\[name=(nodule|consolidation|heart), score=0\\.\\d+, box=.*]"));
    }

    @Test
    void aTrainingIsWatchedAndEndsWhenItIsGoodEnough(@TempDir Path directory) throws IOException {
        Path config = Files.writeString(directory.resolve("small.yaml"), SMALL);
        Path run = directory.resolve("run");

        List<String> lines = Printed.by(() -> Ex11WatchATraining.main(
                new String[] {config.toString(), run.toString(), "1000", "trackers=[{type: curve_file, every: 1}]"}));

        assertThat(lines).endsWith("stopped after step 1");
        assertThat(Files.readAllLines(run.resolve("curve.csv")))
                .startsWith("step,name,value")
                .anyMatch(row -> row.matches("1,\"train/loss\",\\d+\\.\\d+"))
                .noneMatch(row -> row.startsWith("2,"));
    }

    @Test
    void boxesOfYourOwnAreMatchedAndEncoded() throws Exception {
        List<String> lines = runWithoutNatives(Ex08TargetsForYourOwnBoxes.class);

        assertThat(lines)
                .containsExactly(
                        "matches [0, -1, 1, -1]", // 36 * 40 of 1760 is 0.82; 40 * 76 of 4000 is 0.76
                        "of overlaps [0, -1, 1, -2]",
                        "deltas [0.0, 0.05, 0.1823216, 0.0]", // 4 of 80; ln(48 / 40); as tall as before
                        "box [96.0, 24.0, 144.0, 104.0]");
    }

    @Test
    void lossesOfYourOwnArraysHaveValuesAndGradients() throws Exception {
        List<String> lines = runWithoutNatives(Ex09LossOnYourOwnArrays.class);

        assertThat(lines)
                .containsExactly(
                        // 0.25 ln 2 / 4 and 0.75 p^2 ln(1 + e^-2) with p = sigmoid(-2); the third does not count
                        "focal [0.045, 0.87, 0.0], gradient [-0.075, 0.004, 0.721, 0.039, 0.0, 0.0]",
                        // 0.25^2 / 1 and 2 - 0.25; 0 and 1 - 0.25
                        "smooth L1 [1.813, 0.75], gradient [0.5, 1.0, 0.0, -1.0]",
                        // half of the box in a hull of its size; boxes of 1 and 2 in a hull of 5
                        "GIoU [0.5, 1.4], gradient [-0.062, 0.0, 0.062, 0.125, 0.08, -0.4, -0.2, 0.4]");
    }

    @Test
    void boxesOfYourOwnAreSuppressed() throws Exception {
        assertThat(runWithoutNatives(Ex10SuppressYourOwnBoxes.class))
                .containsExactly(
                        "stay [1, 2, 3]", "box 1 stays", "box 2 stays", "box 0 goes", "box 3 stays", "of none []");
    }

    /** In a JVM of its own, whose class path has neither ND4J nor its libraries. */
    private static List<String> runWithoutNatives(Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toString().matches(".*(nd4j|bytedeco|javacpp|openblas).*"))
                .collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT) // where newer JDKs warn of Guice
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }
}
