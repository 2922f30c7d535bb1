package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Synthetic radiographs as a COCO set whose numbers say nothing of any order: image ids fall while file names rise, and
 * the three categories have the ids 7, 14 and 21.
 */
final class RenumberedSet {
    static final int IMAGES = 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    private RenumberedSet(Path root) {
        this.root = root;
    }

    static RenumberedSet write(Path root) throws IOException {
        CommandRun made = CommandRun.of(
                "make-data",
                "--out",
                root,
                "--set",
                "train_images=8",
                "--set",
                "val_images=" + IMAGES,
                "--set",
                "test_images=1",
                "--set",
                "height=64",
                "--set",
                "width=64");
        assertThat(made.code()).as(made.log()).isZero();
        RenumberedSet set = new RenumberedSet(root);
        set.change("train", tree -> tree);
        set.change("val", tree -> tree);
        return set;
    }

    Path annotations(String split) {
        return root.resolve("annotations").resolve("instances_" + split + ".json");
    }

    Path images(String split) {
        return root.resolve(split);
    }

    /** The id of the image in the file {@code 000001.png} and so on. */
    static long id(int number) {
        return 1000 - 10L * number;
    }

    /** For {@code --set}. */
    String config() {
        return "data={type: coco, root: " + root + ", train_annotations: annotations/instances_train.json, "
                + "train_images: train, val_annotations: annotations/instances_val.json, val_images: val}";
    }

    void change(String split, UnaryOperator<JsonNode> more) throws IOException {
        JsonNode tree = JSON.readTree(annotations(split).toFile());
        if (tree.get("categories").get(0).get("id").asInt() != 7) {
            tree.get("images")
                    .forEach(image -> put(image, "id", id(image.get("id").asInt())));
            tree.get("categories")
                    .forEach(category ->
                            put(category, "id", 7 * category.get("id").asLong()));
            tree.get("annotations").forEach(annotation -> {
                put(annotation, "image_id", id(annotation.get("image_id").asInt()));
                put(annotation, "category_id", 7 * annotation.get("category_id").asLong());
            });
        }
        JSON.writeValue(annotations(split).toFile(), more.apply(tree));
    }

    private static void put(JsonNode entry, String field, long value) {
        ((ObjectNode) entry).put(field, value);
    }
}
