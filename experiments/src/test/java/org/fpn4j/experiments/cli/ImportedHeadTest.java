package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} of classifying heads whose outputs are counted from 1, for detectors whose data has a few categories. */
class ImportedHeadTest {
    private static final int ANCHORS = 9;
    private static final String BIAS = "head.classification_head.cls_logits.bias";

    @TempDir
    private Path directory;

    @Test
    void aClassTakesTheOutputOfItsCategory() throws IOException {
        CommandRun run = imported(file("", 8), config(2, coco(3, 7)));

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.log())
                .contains("the file's head has [8] outputs, one more than the largest category id: each class takes the"
                        + " output of its id [3, 7]\n");
        assertThat(bias()).startsWith(3, 7, 13, 17).hasSize(2 * ANCHORS); // anchor by anchor
    }

    @Test
    void theOnlyClassTakesTheOnlyOutputOrThatOfItsCategory() throws IOException {
        Path config = config(1, coco(1));

        assertThat(imported(file("", 1), config).code()).isZero();
        assertThat(bias()).startsWith(0, 10, 20).hasSize(ANCHORS);
        assertThat(imported(file("", 2), config).code()).isZero();
        assertThat(bias()).startsWith(1, 11, 21).hasSize(ANCHORS);
    }

    @Test
    void outputsThatFitNoCategoriesAreAskedForAndTakenAsSaid() throws IOException {
        Path file = file("", 5);
        Path config = config(2, coco(3, 7));

        CommandRun refused = imported(file, config);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .startsWith(file + ": head has [5] outputs, the data has [2] categories of ids [3, 7]: which output is"
                        + " which class cannot be known\n    --classes by_index or by_category_id says it");
        assertThat(directory.resolve("w.safetensors")).doesNotExist();
        assertThat(imported(file, config, "--classes", "by_index").code()).isZero();
        assertThat(bias()).startsWith(0, 1, 10, 11);
        assertThat(imported(file, config, "--output", "c7=1", "--output", "c3=4")
                        .code())
                .isZero();
        assertThat(bias()).startsWith(4, 1, 14, 11);
    }

    @Test
    void aConfigWithoutDataKeepsTheOrderOfOutputs() throws IOException {
        CommandRun run = imported(file("", 4), config(4, ""));

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.log()).contains("for the config names no data");
        assertThat(bias()).startsWith(0, 1, 2, 3, 10);
    }

    @Test
    void anEntryIsTakenWhenAskedFor() throws IOException {
        CommandRun run = imported(file("model_ema.", 4), config(4, ""), "--entry", "model_ema");
        CommandRun missing = imported(file("model_ema.", 4), config(4, ""), "--entry", "model");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.log()).contains("takes entry[model_ema]: names without [model_ema.] before them");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.log()).contains("entry[model] is not in the file; names begin with [model_ema]");
    }

    private CommandRun imported(Path file, Path config, String... more) {
        Object[] arguments = new Object[9 + more.length];
        Path out = directory.resolve("w.safetensors");
        Object[] first = {"import", file, "--from", "torchvision", "--config", config, "--out", out, "--partial"};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return CommandRun.of(arguments);
    }

    private float[] bias() {
        return Safetensors.read(directory.resolve("w.safetensors"))
                .tensors()
                .get("head.cls_logits.bias")
                .values();
    }

    /** A predictor's bias alone: ten times the anchor, plus the output. */
    private Path file(String prefix, int outputs) throws IOException {
        float[] bias = new float[ANCHORS * outputs];
        for (int i = 0; i < bias.length; i++) {
            int anchor = i / outputs;
            bias[i] = 10 * anchor + i % outputs;
        }
        Path file = directory.resolve(outputs + ".safetensors");
        Safetensors.write(file, new Weights(Map.of(prefix + BIAS, new NamedTensor(Shape.of(bias.length), bias))));
        return file;
    }

    private Path config(int classes, String data) throws IOException {
        return Files.writeString(
                directory.resolve("config.yaml"),
                """
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125}
                neck: {type: fpn, out_channels: 8}
                head: {type: retina, num_classes: %d, tower: {convs: 1}}
                """
                                .formatted(classes)
                        + data);
    }

    /** A set of one picture with these categories, {@code c<id>}; gives its key. */
    private String coco(int... ids) throws IOException {
        StringBuilder categories = new StringBuilder();
        for (int id : ids) {
            categories
                    .append(categories.isEmpty() ? "" : ", ")
                    .append("{\"id\": %1$d, \"name\": \"c%1$d\"}".formatted(id));
        }
        ImageIO.write(
                new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB),
                "png",
                directory.resolve("1.png").toFile());
        Files.writeString(
                directory.resolve("train.json"),
                """
                {"images": [{"id": 1, "file_name": "1.png", "width": 64, "height": 64}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": %d, "bbox": [4, 4, 20, 20], "area": 400, "iscrowd": 0}],
                 "categories": [%s]}
                """
                        .formatted(ids[0], categories));
        return "data: {type: coco, root: %s, train_annotations: train.json, train_images: '.', val_annotations: train.json,"
                        .formatted(directory)
                + " val_images: '.'}\n";
    }
}
