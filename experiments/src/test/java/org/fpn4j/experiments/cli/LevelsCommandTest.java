package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets without pictures: boxes and sizes are all that the command asks for. */
class LevelsCommandTest {
    private static final String NODULE = "{\"id\": 1, \"name\": \"nodule\"}";
    private static final String HEART = "{\"id\": 2, \"name\": \"heart\"}";

    @TempDir
    private Path directory;

    private final List<String> images = new ArrayList<>();
    private final List<String> boxes = new ArrayList<>();

    private void image(int width, int height, String more) {
        int id = images.size() + 1;
        images.add("{\"id\": " + id + ", \"file_name\": \"" + id + ".png\", \"width\": " + width + ", \"height\": "
                + height + more + "}");
    }

    /** A box in the last image. */
    private void box(int category, String bbox, String more) {
        boxes.add("{\"id\": " + (boxes.size() + 1) + ", \"image_id\": " + images.size() + ", \"category_id\": "
                + category + ", \"bbox\": " + bbox + more + "}");
    }

    private void set(String categories, String split) throws IOException {
        Files.createDirectories(directory.resolve("annotations"));
        Files.writeString(
                directory.resolve("annotations/instances_" + split + ".json"),
                "{\"categories\": [" + categories + "], \"images\": " + images + ", \"annotations\": " + boxes + "}");
    }

    private CommandRun levels(String head, Object... more) throws IOException {
        Path config = Files.writeString(
                directory.resolve("experiment.yaml"),
                """
                input: {height: 256, width: 256}
                backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: frozen_batch_norm}}
                neck: {type: fpn, out_channels: 32, min_level: 3, max_level: 5}
                extra_levels: {type: last_level_p6p7}
                head: %s
                data: {type: coco, root: %s}
                """
                        .formatted(head, directory));
        List<Object> words = new ArrayList<>(List.of("levels", config));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.log()).isZero();
        return new ObjectMapper().readTree(run.results());
    }

    /** A square of 22.6 pixels overlaps one of 32 by 22.6 * 22.6 / 1024; one of 24 by 0.5625. */
    @Test
    void smallSquaresFitNoAnchorWell() throws IOException {
        image(256, 256, "");
        box(1, "[40, 40, 22.6, 22.6]", "");
        box(1, "[120, 120, 24, 24]", "");
        box(2, "[30, 30, 200, 200]", "");
        set(NODULE + "," + HEART, "train");

        CommandRun text = levels("{type: retina, num_classes: 2}");
        JsonNode json = json(levels("{type: retina, num_classes: 2}", "--json", "-"));

        assertThat(text.results())
                .startsWith(
                        "50 % of the 2 objects of class nodule (1) gets only positives of low quality, which overlap them\n"
                                + "  less than a good match does. Each of the 3 objects gets a positive at some level.\n\n"
                                + "coco " + directory.getFileName()
                                + " train: 1 images, 3 objects; input 256x256, head retina\n");
        JsonNode nodules = json.at("/classes/0");
        assertThat(nodules.get("name").asText()).isEqualTo("nodule");
        assertThat(nodules.get("only_low_quality").asInt()).isEqualTo(1);
        assertThat(nodules.get("ambiguous").isNull()).isTrue();
        assertThat(nodules.get("median_best_iou").asDouble())
                .isCloseTo((0.49879 + 0.5625) / 2, within(1e-5)); // single precision
        assertThat(nodules.at("/levels/P3/share").asDouble()).isEqualTo(1);
        assertThat(nodules.at("/levels/P4/objects").asInt()).isZero();
        assertThat(json.at("/classes/1/levels/P4/equation_1").asInt()).isZero();
        assertThat(json.at("/classes/1/levels/P3/equation_1").asInt())
                .isEqualTo(1); // 4 + log2(200 / 224), rounded down
        assertThat(json.at("/levels/0").toString()).isEqualTo("{\"level\":\"P3\",\"stride\":8,\"cells\":9216}");
    }

    /** The box that lies between the points of stride 8, in a picture of twice the input's size. */
    @Test
    void objectsBetweenPointsAreListed() throws IOException {
        image(512, 512, ", \"pixel_spacing\": [0.5, 0.25]");
        box(1, "[20.6, 40.4, 9.2, 9.6]", "");
        box(1, "[200, 200, 60, 60]", "");
        set(NODULE, "val");

        CommandRun text = levels("{type: fcos, num_classes: 1}", "--split", "val");
        JsonNode json = json(levels("{type: fcos, num_classes: 1}", "--split", "val", "--json", "-"));

        assertThat(text.results())
                .startsWith(
                        "50 % of the 2 objects of class nodule (1) gets no positive at any level. Objects without a positive:\n  nothing learns them.\n")
                .contains(
                        """
                        Without a positive:
                        file   class   side, pixels  side, mm  box in the picture: x, y, width, height
                        1.png  nodule           4.7       3.3  20.6, 40.4, 9.2, 9.6
                        """);
        JsonNode object = json.at("/unmatched/0");
        assertThat(json.get("unmatched")).hasSize(1);
        assertThat(object.get("file_name").asText()).isEqualTo("1.png");
        assertThat(object.get("annotation_id").asInt()).isEqualTo(1);
        assertThat(object.get("side_px").asDouble()).isCloseTo(Math.sqrt(4.6 * 4.8), within(1e-4)); // single precision
        assertThat(object.get("side_mm").asDouble()).isCloseTo(Math.sqrt(4.6 * 2.4), within(1e-4)); // likewise
        assertThat(object.get("best_iou").isNull()).isTrue();
        assertThat(json.at("/all/recall").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/sizes_px/0/none").asInt()).isEqualTo(1);
        assertThat(json.at("/sizes_mm/0").toString()).startsWith("{\"name\":\"below 4\",\"objects\":1,\"recall\":0.0,");
        assertThat(json.at("/coco_sizes/1/objects").asInt()).isEqualTo(1); // 3600 square pixels
    }

    @Test
    void pointsInSeveralObjectsAreAmbiguous() throws IOException {
        image(256, 256, "");
        box(1, "[96, 96, 32, 32]", "");
        box(1, "[98, 98, 32, 32]", "");
        box(1, "[10, 10, 32, 32]", "");
        set(NODULE, "train");

        JsonNode json = json(levels("{type: fcos, num_classes: 1}", "--json", "-"));

        assertThat(json.at("/all/ambiguous").asInt()).isEqualTo(2);
        assertThat(json.at("/all/only_low_quality").isNull()).isTrue();
    }

    @Test
    void crowdsAreNoObjectsAndImagesMayBeEmpty() throws IOException {
        image(256, 256, "");
        image(64, 256, "");
        box(1, "[10, 100, 80, 40]", ""); // leaves the picture
        box(1, "[0, 0, 60, 60]", ", \"iscrowd\": 1");
        set(NODULE + "," + HEART, "train");

        JsonNode json = json(levels("{type: retina, num_classes: 5, matcher: {type: atss}}", "--json", "-"));
        CommandRun text = levels("{type: retina, num_classes: 5, matcher: {type: atss}}");

        assertThat(json.get("images").asInt()).isEqualTo(2);
        assertThat(json.get("objects").asInt()).isEqualTo(1);
        assertThat(json.at("/classes/1").toString())
                .startsWith("{\"name\":\"heart\",\"objects\":0,\"recall\":null,\"none\":0,\"only_low_quality\":null,");
        assertThat(json.get("sizes_mm")).isEmpty();
        assertThat(json.at("/sizes_px/3/objects").asInt()).isEqualTo(1); // 54 x 40: what is left in the picture
        assertThat(text.results()).startsWith("The only object gets a positive.\n");
        assertThat(text.results()).containsPattern("heart +0 +– +– +– +– +– +– +– +– +–\n");
    }

    /** Of a config whose changes were made by hand. */
    @Test
    void changesThatHelpWereTried() throws IOException {
        image(256, 256, "");
        box(1, "[10.3, 20.2, 4.6, 4.8]", "");
        box(1, "[66.3, 28.2, 4.6, 4.8]", "");
        box(1, "[100, 100, 40, 40]", "");
        set(NODULE, "train");

        JsonNode json = json(levels("{type: fcos, num_classes: 1}", "--json", "-"));
        JsonNode suggestions = json.get("suggestions");

        assertThat(json.at("/all/none").asInt()).isEqualTo(2);
        assertThat(suggestions).isNotEmpty();
        for (JsonNode suggestion : suggestions) {
            List<Object> sets = new ArrayList<>(List.of("--json", "-"));
            suggestion.get("set").forEach(set -> sets.addAll(List.of("--set", set.asText())));
            JsonNode changed = json(levels("{type: fcos, num_classes: 1}", sets.toArray()));
            assertThat(suggestion.get("recall_before").asDouble())
                    .isEqualTo(json.at("/all/recall").asDouble());
            assertThat(suggestion.get("recall_after").asDouble())
                    .isEqualTo(changed.at("/all/recall").asDouble())
                    .isGreaterThan(json.at("/all/recall").asDouble());
        }
        assertThat(suggestions.findValuesAsText("what")).contains("A finer level", "A larger input");
        assertThat(levels("{type: fcos, num_classes: 1}").results())
                .contains(
                        "Changes that were tried and help:\n  A finer level, --set neck.min_level=2: recall 33 % -> ");
    }

    @Test
    void anchorsOfAnotherSizeAreTriedWhereThereAreAnchors() throws IOException {
        image(256, 256, "");
        box(1, "[40, 40, 12, 12]", "");
        box(1, "[100, 100, 12, 12]", "");
        set(NODULE, "train");

        JsonNode json = json(levels("{type: retina, num_classes: 1}", "--json", "-"));

        JsonNode anchors = json.get("suggestions").get(1);
        assertThat(anchors.get("what").asText()).isEqualTo("Anchors of another size");
        assertThat(anchors.get("set").toString()).isEqualTo("[\"head.anchors.scale=2\"]"); // 12 * 12 of 16 * 16
        assertThat(anchors.get("well_matched_before").asDouble()).isZero();
        assertThat(anchors.get("well_matched_after").asDouble()).isEqualTo(1);
        assertThat(anchors.get("macs_factor").asDouble()).isEqualTo(1);
        assertThat(anchors.get("sentence").asText())
                .isEqualTo("Anchors of another size, --set head.anchors.scale=2: recall stays 100 %, "
                        + "well matched 0 % -> 100 %, as many multiply-accumulates");
    }

    @Test
    void nothingIsSuggestedWhereNothingHelps() throws IOException {
        image(256, 256, "");
        box(1, "[100, 100, 40, 40]", "");
        set(NODULE, "train");

        CommandRun run = levels("{type: fcos, num_classes: 1}");

        assertThat(run.results())
                .startsWith("The only object gets a positive.\n")
                .doesNotContain("Changes that were tried", "Without a positive");
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        image(512, 512, "");
        box(1, "[20.6, 40.4, 9.2, 9.6]", "");
        box(2, "[200, 200, 60, 60]", "");
        set(NODULE + ",{\"id\": 2, \"name\": \"<b>heart\"}", "train");
        Path html = directory.resolve("levels.html");

        CommandRun run = levels("{type: fcos, num_classes: 2}", "--html", html);

        String page = Files.readString(html);
        assertThat(run.code()).isZero();
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .contains(
                        "<p class=\"verdict\">The only object of class nodule gets no positive at any level. Objects without a positive: nothing learns them.</p>",
                        "aria-label=\"Share of the objects of each size that have a positive at each level. Last values: P",
                        "<th scope=\"row\">&lt;b&gt;heart</th>",
                        "<h2>Objects without a positive: 1</h2>",
                        "<code>./fpn levels ")
                .doesNotContain("<b>heart", "src=\"http", "href=");
        assertThat(page.length()).isLessThan(1 << 20);
    }

    @Test
    void syntheticRadiographsAreASetToo() throws IOException {
        Path config = TinyExperiment.write(directory);

        JsonNode json = json(CommandRun.of("levels", config, "--json", "-"));

        assertThat(json.get("images").asInt()).isEqualTo(8);
        assertThat(json.get("head").asText()).isEqualTo("fcos");
        assertThat(json.at("/classes/2/name").asText()).isEqualTo("heart");
        assertThat(json.at("/classes/2/objects").asInt()).isEqualTo(8);
        assertThat(json.at("/classes/2/recall").asDouble()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path bare = Files.writeString(directory.resolve("bare.yaml"), "head: {type: fcos, num_classes: 1}\n");
        image(256, 256, "");
        box(1, "[0, 0, 60, 60]", ", \"iscrowd\": 1");
        set(NODULE + "," + HEART, "train");

        CommandRun noData = CommandRun.of("levels", bare);
        CommandRun noSplit = levels("{type: fcos, num_classes: 2}", "--split", "test");
        CommandRun noObject = levels("{type: fcos, num_classes: 2}");

        assertThat(noData.code()).isEqualTo(2);
        assertThat(noData.log())
                .contains(
                        """
                        config names no data set, so there are no objects to assign
                            data: in the file or --set data=... names one
                        """);
        assertThat(noSplit.code()).isEqualTo(2);
        assertThat(noSplit.log()).contains("data[coco] has no test split");
        assertThat(noObject.code()).isEqualTo(2);
        assertThat(noObject.log()).contains("has nothing to be found: its boxes are [1] crowds");
        assertThat(CommandRun.of("levels", bare, "--split", "fold").code()).isEqualTo(2);
    }

    @Test
    void aHeadOfFewerClassesIsRefused() throws IOException {
        image(256, 256, "");
        box(2, "[0, 0, 60, 60]", "");
        set(NODULE + "," + HEART, "train");

        CommandRun run = levels("{type: fcos, num_classes: 1}");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("head num_classes[1] must be >= 2");
    }
}
