package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.yolo.YoloConfig;

/**
 * A data set in YOLO's layout, and what somebody expects of it by name.
 *
 * @param folder of the case, with its files
 */
record YoloCase(JsonNode expectation, Path folder) {
    /** Asks for each expected value. */
    void check() {
        JsonNode expect = expectation.get("expect");
        String kind = expectation.path("kind").asText();
        assertThat(kind)
                .as("kind of case that is known")
                .isIn(
                        "yolo-labels",
                        "yolo-bounds",
                        "yolo-class-range",
                        "yolo-names",
                        "yolo-polygons",
                        "yolo-data-yaml",
                        "yolo-files");
        if (expect.has("error")) {
            CaseAnswers.checkRefusal(expect, () -> config(false).open(Split.TRAIN));
            return;
        }
        CaseAnswers.check(
                expect,
                switch (kind) {
                    case "yolo-bounds" -> bounds(expect);
                    case "yolo-polygons" -> polygons();
                    case "yolo-data-yaml" -> splits(expect);
                    default -> labels();
                });
    }

    private YoloConfig config(boolean masks) {
        Path yaml = StreamSupport.stream(expectation.get("inputs").spliterator(), false)
                .map(input -> folder.resolve(input.asText()))
                .filter(input -> input.endsWith("data.yaml"))
                .findFirst()
                .orElseThrow();
        return new YoloConfig(
                yaml.getParent().toString(), "data.yaml", OrientationRule.AUTO, PictureChecks.CONTENTS, false, masks);
    }

    private static String name(String path) {
        return Path.of(path).getFileName().toString();
    }

    private static String stem(String path) {
        return name(path).replaceFirst("\\.[^.]*$", "");
    }

    private static ArrayNode objects(Reference.Image image) {
        ArrayNode objects = CaseAnswers.JSON.createArrayNode();
        for (Reference.Entry entry : image.entries()) {
            objects.addObject().put("class_id", entry.categoryIndex()).set("box", CaseAnswers.edges(entry));
        }
        return objects;
    }

    private static ArrayNode boxes(Reference.Image image) {
        ArrayNode boxes = CaseAnswers.JSON.createArrayNode();
        image.entries().forEach(entry -> boxes.add(CaseAnswers.edges(entry)));
        return boxes;
    }

    private ObjectNode labels() {
        Dataset dataset = config(false).open(Split.TRAIN);
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        answers.put("number_of_images", dataset.images().size());
        ArrayNode names = answers.putArray("names");
        dataset.classNames().forEach(names::add);
        ArrayNode negatives = answers.putArray("negatives");
        for (Reference.Image image : dataset.reference().images()) {
            answers.withObjectProperty("objects").set(stem(image.fileName()), objects(image));
            answers.withObjectProperty("images").set(name(image.fileName()), boxes(image));
            if (image.entries().isEmpty()) {
                negatives.add(stem(image.fileName()));
            }
        }
        return answers;
    }

    /** One image whose labels are good, and one whose label is left out with a word. */
    private ObjectNode bounds(JsonNode expect) {
        Dataset dataset = config(false).open(Split.TRAIN);
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        for (int i = 0; i < dataset.images().size(); i++) {
            ImageEntry image = dataset.images().get(i);
            String stem = stem(image.fileName());
            answers.set(
                    stem + "_as_written", objects(dataset.reference().images().get(i)));
            ArrayNode clipped = answers.putArray(stem + "_clipped");
            for (Annotation annotation : image.annotations()) {
                Box box = annotation.box();
                ObjectNode object = clipped.addObject().put("class_id", annotation.categoryIndex());
                object.putArray("box").add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
            }
        }
        assertThat(dataset.report().summary()).contains("bad.txt:");
        answers.set("bad", expect.path("bad").path("value"));
        return answers;
    }

    private ObjectNode polygons() {
        Dataset dataset = config(true).open(Split.TRAIN);
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        answers.set("objects", objects(dataset.reference().images().get(0)));
        ObjectNode byLine = answers.putObject("polygons_by_line");
        List<Annotation> annotations = dataset.images().get(0).annotations();
        for (int line = 0; line < annotations.size(); line++) {
            if (annotations.get(line).mask().orElse(null) instanceof Polygons polygons) {
                Polygon polygon = polygons.parts().get(0);
                ArrayNode points = byLine.putArray("" + line);
                IntStream.range(0, polygon.points())
                        .forEach(point -> points.add(polygon.x(point)).add(polygon.y(point)));
            }
        }
        return answers;
    }

    private ObjectNode splits(JsonNode expect) {
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        for (Split split : Split.values()) {
            ObjectNode images = answers.putObject(split.key());
            if (expect.path(split.key()).path("value").isEmpty()) {
                assertThatThrownBy(() -> config(false).open(split)).isInstanceOf(UserInputException.class);
            } else {
                Dataset dataset = config(false).open(split);
                for (int i = 0; i < dataset.images().size(); i++) {
                    Path file = ((FilePicture) dataset.images().get(i).source()).file();
                    images.set(
                            folder.toAbsolutePath()
                                    .relativize(file.toAbsolutePath())
                                    .toString(),
                            boxes(dataset.reference().images().get(i)));
                }
            }
        }
        return answers;
    }
}
