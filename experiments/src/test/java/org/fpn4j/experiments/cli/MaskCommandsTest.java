package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector that learns masks of triangles, and what the commands make of it. */
class MaskCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIDE = 64;

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        drawn("train", 12);
        drawn("val", 4);
        config = directory.resolve("masks.yaml");
        Files.writeString(
                config,
                """
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
                neck: {type: fpn, out_channels: 16, min_level: 3, max_level: 5}
                extra_levels: {type: none}
                head:
                  type: mask_rcnn
                  num_classes: 1
                  rpn:
                    anchors: {scale: 2}
                    sampling: {count: 32}
                    proposals: {training: {per_level: 40, most: 40}, prediction: {per_level: 20, most: 20}}
                  roi:
                    pool: {canonical_size: 16}
                    box_head: {type: two_mlp, width: 32}
                    sampling: {count: 16}
                    max_objects: 4
                    postprocess: {max_detections: 5}
                  mask:
                    pool: {size: 7, canonical_size: 16, levels: all}
                    convs: 2
                    channels: 8
                    fully_connected: true
                    max_runs: 2048
                data:
                  type: coco
                  root: %s
                  train_annotations: train.json
                  train_images: train
                  val_annotations: val.json
                  val_images: val
                  masks: true
                training:
                  epochs: 50
                  batch_size: 4
                  optimizer: {type: adamw, learning_rate: 0.005}
                  evaluate_every: 50
                execution: {threads: 1}
                """
                        .formatted(directory));
        run = directory.resolve("run");
        CommandRun training = CommandRun.of("train", config, "--out", run);
        assertThat(training.code()).as(training.log()).isZero();
    }

    /** Pictures of one bright triangle each, whose corner lies elsewhere from picture to picture. */
    private static void drawn(String split, int count) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(split));
        List<String> images = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int x = 6 + 7 * (i % 4);
            int y = 8 + 5 * (i % 3);
            Polygon triangle = new Polygon(new int[] {x, x + 28, x}, new int[] {y, y + 28, y + 28}, 3);
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = picture.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fill(triangle);
            graphics.dispose();
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
            images.add("{\"id\":%d,\"file_name\":\"%d.png\",\"width\":64,\"height\":64}".formatted(i, i));
            annotations.add(
                    ("{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"iscrowd\":0,\"area\":392,\"bbox\":[%d,%d,28,28],"
                                    + "\"segmentation\":[[%d,%d,%d,%d,%d,%d]]}")
                            .formatted(i + 1, i, x, y, x, y, x + 28, y + 28, x, y + 28));
        }
        Files.writeString(
                directory.resolve(split + ".json"),
                "{\"images\":%s,\"annotations\":%s,\"categories\":[{\"id\":1,\"name\":\"triangle\"}]}"
                        .formatted(images, annotations));
    }

    @Test
    void theLossOfMasksIsLoggedAndFalls() throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode loss = JSON.readTree(line).at("/losses/mask");
            if (loss.isNumber()) {
                losses.add(loss.asDouble());
            }
        }

        assertThat(losses).hasSize(150);
        assertThat(losses.get(149)).isPositive().isLessThan(0.8 * losses.get(0));
    }

    @Test
    void detectionsAreWrittenWithMasksThatSegmScores() throws IOException {
        JsonNode found = JSON.readTree(run.resolve("detections.json").toFile());
        CommandRun score = CommandRun.of(
                "score",
                directory.resolve("val.json"),
                run.resolve("detections.json"),
                "--metrics",
                "segm",
                "--json",
                "-");

        assertThat(found).isNotEmpty().allSatisfy(one -> {
            assertThat(one.at("/segmentation/size")).hasToString("[64,64]");
            assertThat(one.at("/segmentation/counts").isTextual()).isTrue();
        });
        assertThat(score.code()).as(score.log()).isZero();
        assertThat(JSON.readTree(score.results()).at("/segm/AP50").asDouble())
                .as(score.results())
                .isGreaterThan(0.2);
    }

    @Test
    void masksOfSeveralViewsAreNotFused() {
        CommandRun refused = CommandRun.of("eval", run, "--tta-flip");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains(
                        run.resolve("config.yaml") + ":",
                        "the head predicts masks, and those of several views are not put together",
                        "without --tta-flip and --tta-sizes there is one view");
    }

    @Test
    void masksAreScoredWhereTheyAreLearned() throws IOException {
        JsonNode training = JSON.readTree(run.resolve("eval.json").toFile());
        CommandRun eval = CommandRun.of("eval", run, "--json", "-");
        JsonNode score = JSON.readTree(CommandRun.of(
                        "score",
                        directory.resolve("val.json"),
                        run.resolve("detections.json"),
                        "--metrics",
                        "segm",
                        "--json",
                        "-")
                .results());

        assertThat(training.get("MaskAP50").asDouble())
                .isGreaterThan(0.2)
                .isEqualTo(score.at("/segm/AP50").asDouble());
        assertThat(training.at("/per_class/triangle/MaskAP50")).isEqualTo(training.get("MaskAP50"));
        assertThat(eval.code()).as(eval.log()).isZero();
        assertThat(JSON.readTree(eval.results()).get("MaskAP")).isEqualTo(training.get("MaskAP"));
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).anyMatch(line -> line.contains("\"MaskAP\""));
    }

    @Test
    void trainingsAreTheSameBits() {
        CommandRun audit = CommandRun.of("audit", config, "--steps", 2, "--resume-at", 1);

        assertThat(audit.results()).as(audit.log()).contains("the same bits in 2 steps");
    }

    @Test
    void theWholeDetectorIsExported() {
        Path file = directory.resolve("model.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", file);

        assertThat(export.code()).as(export.log()).isZero();
        assertThat(export.log() + export.results()).contains("masks [N, 5, 14, 14]");
    }

    /** The images of both splits, for losses are measured on the second. */
    @Test
    void whatTheHeadHasNoRoomForIsToldBeforeTheTraining() {
        CommandRun refused = CommandRun.of(
                "train",
                config,
                "--set",
                "head.roi.max_objects=1",
                "--set",
                "head.mask.max_runs=57",
                "--out",
                directory.resolve("crowded"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains(
                        "--set head.mask.max_runs=57: head mask.max_runs[57] must be >= 58, the most runs of pixels of all"
                                + " masks of an image")
                .contains("more than 57: ")
                .contains("0.png (image 0) 58, ")
                .contains(" and 11 others")
                .endsWith("1 problem.\n");
        assertThat(directory.resolve("crowded")).doesNotExist();
    }

    /** How large masks become by zooming shows when they do. */
    @Test
    void anImageThatNeedsMoreWhereItIsZoomedIsNamedWhenItIsLoaded() {
        CommandRun refused = CommandRun.of(
                "train",
                config,
                "--set",
                "augmentation.scale_max=2",
                "--set",
                "head.mask.max_runs=60",
                "--out",
                directory.resolve("zoomed"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .containsPattern(
                        "/train/(\\d+).png: image\\[\\1\\] has \\d+ runs of pixels of all masks as it is augmented;"
                                + " head.mask.max_runs\\[60\\] has no room for them\n +head.mask.max_runs: \\d+ leaves room");
    }

    @Test
    void masksThatAreNotReadCannotBeLearned() {
        CommandRun refused =
                CommandRun.of("train", config, "--set", "data.masks=false", "--out", directory.resolve("refused"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains("masks.yaml:6:3: head learns from masks, and those of the data are not read")
                .contains("faster_rcnn");
        assertThat(directory.resolve("refused")).doesNotExist();
    }
}
