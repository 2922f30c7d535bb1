package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.data.csv.CsvConfig;
import org.fpn4j.data.csv.LabelFormat;
import org.fpn4j.data.csv.LabelRow;
import org.fpn4j.data.csv.LabelRow.Drawn;
import org.fpn4j.data.csv.LabelTable;
import org.fpn4j.data.csv.NihConfig;
import org.fpn4j.data.csv.RsnaConfig;
import org.fpn4j.data.csv.VindrConfig;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;

/**
 * A table of labels and its pictures, and what somebody expects of them by name.
 *
 * @param folder of the case, with its files
 */
record CsvCase(JsonNode expectation, Path folder) {
    private static final List<String> WHOLE = List.of("split={by: image, ratios: [1, 0]}");
    private static final List<String> RETINANET =
            List.of("header=false", "columns={image: 1, box: [2, 3, 4, 5], class_name: 6}", "class_list=classes.csv");
    private static final long NO_FINDING = 14;

    /** Asks for each expected value. */
    void check() {
        JsonNode expect = expectation.get("expect");
        String kind = expectation.path("kind").asText();
        assertThat(kind)
                .as("kind of case that is known")
                .isIn(
                        "rsna-csv",
                        "vindr-csv",
                        "nih-csv",
                        "retinanet-csv",
                        "csv-bad-box",
                        "csv-unlisted-image",
                        "csv-missing-image");
        DatasetConfig config = config(kind);
        if (expect.has("error")) {
            CaseAnswers.checkRefusal(expect, () -> config.open(Split.TRAIN));
            return;
        }
        CaseAnswers.check(
                expect,
                switch (kind) {
                    case "vindr-csv" -> vindr(config);
                    case "nih-csv" -> nih(config);
                    case "retinanet-csv" -> retinanet((CsvConfig) config);
                    default -> rsna(config);
                });
    }

    private String table() {
        return inputs(name -> name.endsWith(".csv") && !name.endsWith("classes.csv"));
    }

    /** Folder of the pictures, relative to the case's. */
    private String pictures() {
        String picture = inputs(name -> !name.endsWith(".csv"));
        return picture.contains("/") ? picture.substring(0, picture.lastIndexOf('/')) : ".";
    }

    private String inputs(Function<String, Boolean> which) {
        return StreamSupport.stream(expectation.get("inputs").spliterator(), false)
                .map(JsonNode::asText)
                .filter(which::apply)
                .findFirst()
                .orElseThrow();
    }

    private DatasetConfig config(String kind) {
        return switch (kind) {
            case "rsna-csv", "csv-unlisted-image" -> loaded(RsnaConfig.class, List.of("images=" + pictures()));
            case "vindr-csv" -> loaded(VindrConfig.class, List.of("images=" + pictures(), "readers={merge: union}"));
            case "nih-csv" -> loaded(NihConfig.class, List.of("images=" + pictures()));
            default -> loaded(CsvConfig.class, RETINANET);
        };
    }

    private <C extends Record> C loaded(Class<C> type, List<String> sets) {
        List<String> all = new ArrayList<>(sets);
        all.addAll(WHOLE);
        all.add("root='" + folder + "'");
        all.add("labels=" + table());
        return new ConfigLoader().loadSets(type, all).config();
    }

    private LabelTable read(LabelFormat format) {
        return LabelTable.read(folder.resolve(table()), format);
    }

    private ObjectNode rsna(DatasetConfig config) {
        ObjectNode answers = ofImages(config.open(Split.TRAIN));
        read(LabelFormat.RSNA).byImage().forEach((image, rows) -> {
            ArrayNode boxes = answers.withObjectProperty("boxes_as_written").putArray(image);
            drawn(rows).forEach(box -> boxes.add(edges(box)));
        });
        return answers;
    }

    private static ObjectNode ofImages(Dataset dataset) {
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        answers.put("number_of_images", dataset.images().size());
        ArrayNode images = answers.putArray("images");
        ArrayNode negatives = answers.putArray("negatives");
        ObjectNode sizes = answers.putObject("image_size_height_width");
        for (ImageEntry image : dataset.images()) {
            images.add(image.fileName());
            sizes.putArray(image.fileName()).add(image.height()).add(image.width());
            if (image.annotations().isEmpty()) {
                negatives.add(image.fileName());
            }
        }
        return answers;
    }

    private ObjectNode vindr(DatasetConfig config) {
        Dataset dataset = config.open(Split.TRAIN);
        ObjectNode answers = ofImages(dataset);
        answers.put("class_14_is_a_class", dataset.categories().stream().anyMatch(one -> one.id() == NO_FINDING));
        read(LabelFormat.VINDR).byImage().forEach((image, rows) -> {
            ArrayNode objects = answers.withObjectProperty("objects_as_written").putArray(image);
            TreeSet<String> readers = new TreeSet<>();
            for (LabelRow row : rows) {
                readers.add(row.reader());
                row.drawn().ifPresent(box -> {
                    ObjectNode object = objects.addObject();
                    object.put("reader", row.reader());
                    object.put("class_id", box.classId().orElseThrow());
                    object.put("class_name", box.className());
                    object.set("box", edges(box));
                });
            }
            ArrayNode names = answers.withObjectProperty("readers_by_image").putArray(image);
            readers.forEach(names::add);
        });
        return answers;
    }

    private ObjectNode nih(DatasetConfig config) {
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        read(LabelFormat.NIH).byImage().forEach((image, rows) -> {
            ArrayNode boxes = answers.withObjectProperty("boxes_on_1024").putArray(image);
            drawn(rows)
                    .forEach(box ->
                            boxes.addObject().put("label", box.className()).set("box", edges(box)));
        });
        Dataset dataset = config.open(Split.TRAIN);
        for (Reference.Image image : dataset.reference().images()) {
            ArrayNode boxes =
                    answers.withObjectProperty("boxes_on_these_images").putArray(image.fileName());
            for (Reference.Entry entry : image.entries()) {
                Category category = dataset.categories().get(entry.categoryIndex());
                boxes.addObject().put("label", category.name()).set("box", CaseAnswers.edges(entry));
            }
        }
        return answers;
    }

    private ObjectNode retinanet(CsvConfig config) {
        ObjectNode answers = ofImages(config.open(Split.TRAIN));
        for (Map.Entry<String, List<LabelRow>> image :
                read(config.format()).byImage().entrySet()) {
            ArrayNode objects = answers.withObjectProperty("objects").putArray(image.getKey());
            drawn(image.getValue()).forEach(box -> {
                ObjectNode object = objects.addObject();
                object.set("box", edges(box));
                object.put("class_name", box.className());
            });
        }
        return answers;
    }

    private static List<Drawn> drawn(List<LabelRow> rows) {
        return rows.stream().flatMap(row -> row.drawn().stream()).toList();
    }

    private static ArrayNode edges(Drawn box) {
        return CaseAnswers.JSON
                .createArrayNode()
                .add(box.x1())
                .add(box.y1())
                .add(box.x2())
                .add(box.y2());
    }
}
