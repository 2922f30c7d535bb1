package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    private static final String CLASSES =
            "{\"id\": 1, \"name\": \"nodule\"}, {\"id\": 2, \"name\": \"<b>heart\"}, {\"id\": 3, \"name\": \"rib\"}";

    @TempDir
    private Path directory;

    private final List<String> images = new ArrayList<>();
    private final List<String> boxes = new ArrayList<>();

    /** Noise of its own for each number; the file is of a format that its name does not say. */
    private void image(String split, int picture, String format, String more) throws IOException {
        int id = images.size() + 1;
        String name = "patients/" + id + ".png";
        BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(picture);
        for (int i = 0; i < 24 * 16; i++) {
            int value = random.nextInt(256);
            for (int pixel = 0; pixel < 16; pixel++) {
                image.getRaster().setSample(i % 24 * 4 + pixel % 4, i / 24 * 4 + pixel / 4, 0, value);
            }
        }
        Path file = directory.resolve(split).resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, format, file.toFile());
        images.add("{\"id\": " + id + ", \"file_name\": \"" + name + "\", \"width\": 96, \"height\": 64" + more + "}");
    }

    private void box(int category, String bbox, String more) {
        boxes.add("{\"id\": " + (boxes.size() + 1) + ", \"image_id\": " + images.size() + ", \"category_id\": "
                + category + ", \"bbox\": " + bbox + more + "}");
    }

    private void split(String name) throws IOException {
        Files.createDirectories(directory.resolve("annotations"));
        Files.writeString(
                directory.resolve("annotations/instances_" + name + ".json"),
                "{\"categories\": [" + CLASSES + "], \"images\": " + images + ", \"annotations\": " + boxes + "}");
        images.clear();
        boxes.clear();
    }

    private CommandRun data(Object... more) throws IOException {
        Path config = Files.writeString(
                directory.resolve("experiment.yaml"),
                """
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: frozen_batch_norm}}
                neck: {type: fpn, out_channels: 32, min_level: 3, max_level: 5}
                extra_levels: {type: last_level_p6p7}
                head: {type: fcos, num_classes: 3}
                data: {type: coco, root: %s}
                """
                        .formatted(directory));
        List<Object> words = new ArrayList<>(List.of("data", config));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.log()).isZero();
        return new ObjectMapper().readTree(run.results());
    }

    /** Twelve images to learn from, one of which is in the other split, too, as JPEG. */
    private void study() throws IOException {
        for (int i = 0; i < 11; i++) {
            image("train", i, "png", i < 4 ? ", \"pixel_spacing\": [0.5, 0.5]" : "");
            box(1, "[" + (5 + 3 * i) + ", 10, " + (8 + i) + ", 12]", "");
            box(2, "[40, 20, 40, " + (30 + i) + "]", "");
        }
        box(3, "[0, 0, 30, 30]", ", \"iscrowd\": 1");
        box(3, "[2, 3, 0, 9]", "");
        image("train", 11, "png", "");
        split("train");
        image("val", 20, "png", "");
        box(1, "[10, 10, 20, 20]", "");
        image("val", 3, "jpg", "");
        box(1, "[10, 10, 20, 20]", "");
        box(2, "[10, 10, 20, 20]", "");
        split("val");
    }

    @Test
    void whatIsInTheDataIsCounted() throws IOException {
        study();

        JsonNode train = json(data("--json", "-")).at("/splits/train");

        assertThat(train.get("images").asInt()).isEqualTo(12);
        assertThat(train.get("images_without_boxes").asInt()).isEqualTo(1);
        assertThat(train.get("images_without_spacing").asInt()).isEqualTo(8);
        assertThat(train.get("objects_per_image").toString())
                .isEqualTo("{\"0\":1,\"1\":0,\"2\":11,\"3–5\":0,\"6–10\":0,\"> 10\":0}");
        JsonNode nodules = train.at("/classes/0");
        assertThat(nodules.get("objects").asInt()).isEqualTo(11);
        assertThat(nodules.get("sizes_px").toString()).isEqualTo("{\"S\":11,\"M\":0,\"L\":0}");
        assertThat(nodules.get("sizes_mm").toString())
                .isEqualTo("{\"≤ 5\":0,\"≤ 10\":4,\"≤ 30\":0,\"≤ 100\":0,\"> 100\":0,\"unknown\":7}");
        assertThat(nodules.at("/longest_side_px/q50").asDouble()).isEqualTo(13);
        assertThat(nodules.at("/longest_side_mm/q100").asDouble()).isEqualTo(6);
        assertThat(train.at("/classes/2/crowds").asInt()).isEqualTo(1);
        assertThat(train.at("/classes/2/aspect/q50").isNull()).isTrue();
        assertThat(train.get("sizes").toString()).isEqualTo("{\"96x64\":12}");
        assertThat(train.get("formats").toString()).isEqualTo("{\"PNG\":12}");
        assertThat(train.get("spacings").toString()).isEqualTo("{\"0.5x0.5\":4}");
        assertThat(train.at("/problems/box_without_area").asInt()).isEqualTo(1);
    }

    @Test
    void leaksAndSuspicionsAreNamed() throws IOException {
        study();

        CommandRun text = data();
        JsonNode json = json(data("--json", "-"));

        assertThat(text.code()).isZero();
        assertThat(text.results())
                .startsWith(
                        """
                        train has 12 images with 22 objects, val has 2 images with 3 objects; there are 3 classes. 2 things
                          look like mistakes. 1 picture is in more than one split.
                        coco data, input 64x64 pixels (letterbox); no test split
                        """)
                .contains(
                        """
                        What looks like a mistake:
                          train, val: Class rib has no object in any split. The list may be too long, or labels may be
                            shifted by one.
                          val: One box is there twice or more with different classes. Labels may""",
                        "      patients/2.png: nodule and <b>heart at 10, 10, 20 x 20 pixels\n",
                        "1 picture is in more than one split: what is learned is scored, and the scores are too good.\n",
                        "train, val       2  train 4.png, val 2.png  yes      0        ",
                        "Nobody says how large a pixel is in 10 of the 14 images: lengths are in pixels there",
                        "Pixels are used where a spacing is unknown.\n",
                        "0.5, 0.5              4    0\n",
                        "train      1  box without area, skipped");
        assertThat(text.log()).contains("no test split: data[coco] has no test split");
        assertThat(json.at("/suspicions/0/kind").asText()).isEqualTo("unused_class");
        assertThat(json.at("/suspicions/1/examples/0/bbox").toString()).isEqualTo("[10.0,10.0,20.0,20.0]");
        assertThat(json.at("/duplicates/0/across_splits").asBoolean()).isTrue();
        assertThat(json.at("/duplicates/0/nearly").asBoolean()).isFalse();
        assertThat(json.at("/duplicates/0/images").toString())
                .isEqualTo("[{\"split\":\"train\",\"file_name\":\"patients/4.png\",\"image_id\":4},"
                        + "{\"split\":\"val\",\"file_name\":\"patients/2.png\",\"image_id\":2}]");
    }

    @Test
    void thePageShowsAllOfItAndNeedsNothingElse() throws IOException {
        study();
        Path html = directory.resolve("data.html");

        CommandRun run = data("--html", html, "--augment");

        assertThat(run.code()).as(run.log()).isZero();
        String page = Files.readString(html);
        String body = page.substring(page.indexOf("<body>")).replaceAll("(?s)<script.*?</script>", "");
        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("default-src 'none'");
        for (String id : List.of(
                "results",
                "suspicions",
                "duplicates",
                "counts",
                "sizes",
                "pictures",
                "samples",
                "augmentation",
                "problems",
                "provenance")) {
            assertThat(Pattern.compile(" id=\"" + id + "\"").matcher(body).results())
                    .as(id)
                    .hasSize(1);
        }
        assertThat(body)
                .contains(
                        "2 things look like mistakes. 1 picture is in more than one split.",
                        "<th scope=\"row\">&lt;b&gt;heart</th>",
                        "<figcaption>1.png: the smallest object, 8 x 12 pixels",
                        "12.png: no object</figcaption>",
                        "<figcaption>epoch 3: ",
                        "val: 2 images, 3 boxes, 3 classes; no test split: data[coco] has no test split",
                        "aria-label=\"Objects of train up to each size, by class. Last values: nodule 100",
                        "Objects by their longest side in mm")
                .doesNotContain("<b>heart", "src=\"http", "href=", "patients/1.png:");
        assertThat(Pattern.compile("<img (?![^>]* alt=\"[^\"]+\")")
                        .matcher(body)
                        .results())
                .isEmpty();
        assertThat(page.length()).isLessThan(3 << 20);
    }

    @Test
    void aBrokenPictureIsCounted() throws IOException {
        study();
        Path broken = directory.resolve("train/patients/5.png");
        byte[] content = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(content, content.length - 30));

        JsonNode train = json(data("--json", "-")).at("/splits/train");

        assertThat(train.get("images").asInt()).isEqualTo(11);
        assertThat(train.get("images_left_out").asInt()).isEqualTo(1);
        assertThat(train.at("/problems/broken_image").asInt()).isEqualTo(1);
    }

    @Test
    void drawnRadiographsAreASetToo() {
        Path config = TinyExperiment.write(directory);

        CommandRun run = CommandRun.of("data", config);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains(
                        "Nobody says how large a pixel is in any of the",
                        "drawn, grey, 8 bits",
                        "Reading found nothing wrong.");
    }

    @Test
    void noNativeLibraryIsNeeded() throws IOException, InterruptedException {
        study();
        data();

        CommandRun run = WithoutNativeParts.run(
                "data", directory.resolve("experiment.yaml"), "--html", directory.resolve("data.html"), "--augment");

        assertThat(run.code()).as(run.results()).isZero();
        assertThat(run.results()).contains("1 picture is in more than one split.");
    }

    @Test
    void aFoldHasItsOwnSplits() throws IOException {
        study();

        JsonNode splits =
                json(data("--json", "-", "--set", "fold={index: 1, of: 3}")).get("splits");

        assertThat(splits.at("/train/images").asInt() + splits.at("/val/images").asInt())
                .isEqualTo(12);
        assertThat(splits.at("/val/data").asText()).endsWith(", fold 1 of 3");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        study();
        Path bare = Files.writeString(directory.resolve("bare.yaml"), "head: {type: fcos, num_classes: 1}\n");

        CommandRun noData = CommandRun.of("data", bare);
        CommandRun noPage = data("--augment");
        CommandRun noFolder = data("--html", directory.resolve("none/data.html"));
        CommandRun noClass = data(
                "--html",
                directory.resolve("data.html"),
                "--augment",
                "--set",
                "augmentation.swap_classes={left: right}");

        assertThat(noData.code()).isEqualTo(2);
        assertThat(noData.log()).contains("config names no data set, so there is nothing to look at");
        assertThat(noPage.code()).isEqualTo(2);
        assertThat(noPage.log())
                .startsWith(
                        """
                        --augment: shows pictures, and no page is asked for
                            --html FILE writes one
                        """);
        assertThat(noFolder.code())
                .isEqualTo(levelsInto(directory.resolve("none/levels.html")).code());
        assertThat(noClass.code()).isEqualTo(2);
        assertThat(noClass.log()).contains("augmentation swap_classes names a class[left] that the data does not have");
    }

    private CommandRun levelsInto(Path html) {
        return CommandRun.of("levels", directory.resolve("experiment.yaml"), "--html", html);
    }

    @Test
    void splitsOfOtherClassesAreRefused() throws IOException {
        study();
        Path val = directory.resolve("annotations/instances_val.json");
        Files.writeString(val, Files.readString(val).replace("\"rib\"", "\"lung\""));

        CommandRun run = data();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("are not in data set[");
    }
}
