package org.fpn4j.evaluation.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.Overlap;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.evaluation.metric.SegmFamily;

/**
 * One mask in some spelling, pixels of some masks, or a file of objects and one of detections with masks, and what somebody
 * expects of them by name.
 *
 * @param folder of the case, with its files
 */
record MaskCase(JsonNode expectation, Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SCORES =
            Map.of("APs", "AP_S", "APm", "AP_M", "APl", "AP_L", "ARs", "AR_S", "ARm", "AR_M", "ARl", "AR_L");

    /** Asks for each expected value. */
    void check() throws IOException {
        String kind = expectation.get("kind").asText();
        assertThat(kind)
                .as("kind of case that is known")
                .matches("polygon-[a-z-]+|rle(-[a-z]+)?|segm-[a-z-]+|box-from-mask");
        if (expectation.get("expect").has("error")) {
            checkRefusal();
            return;
        }
        ObjectNode answers =
                kind.startsWith("segm-") ? ofFiles() : kind.equals("box-from-mask") ? ofPixels() : ofSegmentation();
        expectation.get("expect").fields().forEachRemaining(one -> {
            assertThat(answers.has(one.getKey()))
                    .as("value [" + one.getKey() + "] that is known")
                    .isTrue();
            CaseValues.assertClose(
                    one.getKey(),
                    one.getValue().get("value"),
                    answers.get(one.getKey()),
                    one.getValue().get("tolerance").asDouble());
        });
    }

    /** Of a data set with that mask: its annotation is named, and both numbers of pixels. */
    private void checkRefusal() throws IOException {
        JsonNode segmentation =
                JSON.readTree(folder.resolve("segmentation.json").toFile());
        ObjectNode truth = JSON.createObjectNode();
        truth.putArray("images").addObject().put("id", 1);
        truth.putArray("categories").addObject().put("id", 1).put("name", "one");
        ObjectNode object = truth.putArray("annotations").addObject();
        object.put("id", 77).put("image_id", 1).put("category_id", 1).put("area", 1);
        object.putArray("bbox").add(0).add(0).add(1).add(1);
        object.set("segmentation", segmentation);
        Path file = Files.createTempFile("truth", ".json");
        JSON.writeValue(file.toFile(), truth);

        assertThatThrownBy(() -> CocoGroundTruthFile.withMasks(file))
                .hasMessageContaining("annotation[77]")
                .hasMessageContaining(segmentation.path("sum_of_counts").asText())
                .hasMessageContaining(segmentation.path("needed").asText());
        Files.delete(file);
    }

    private ObjectNode ofSegmentation() throws IOException {
        ObjectNode answers = JSON.createObjectNode();
        JsonNode parameters = expectation.get("parameters");
        if (parameters.has("segmentation")) {
            Segmentation read = read(parameters.get("segmentation"));
            answers.put("parts_used", ((Polygons) read).parts().size());
            put(
                    answers,
                    read.mask(
                            parameters.get("height").asInt(),
                            parameters.get("width").asInt()));
            return answers;
        }
        JsonNode file = JSON.readTree(folder.resolve("segmentation.json").toFile());
        if (file.has("list_form")) {
            RunLengthMask ofList = (RunLengthMask) read(file.get("list_form"));
            answers.put("list_and_string_are_the_same", ofList.equals(read(file.get("string_form"))));
            put(answers, ofList);
        } else {
            put(answers, (RunLengthMask) read(file));
        }
        return answers;
    }

    /** As the product reads it: in a file of entries. */
    private static Segmentation read(JsonNode segmentation) throws IOException {
        ArrayNode entries = JSON.createArrayNode();
        entries.addObject().set("segmentation", segmentation);
        Path file = Files.createTempFile("entries", ".json");
        JSON.writeValue(file.toFile(), entries);
        List<Segmentation> read = new ArrayList<>();
        CocoFile.withMasks(file)
                .readList((index, node) ->
                        read.add(new CocoEntry(node).segmentation().orElseThrow()));
        Files.delete(file);
        return read.get(0);
    }

    private static void put(ObjectNode answers, RunLengthMask mask) {
        answers.put("area", mask.area());
        answers.put("compressed", mask.text());
        ArrayNode counts = answers.putArray("counts");
        for (int count : mask.counts()) {
            counts.add(count);
        }
        ArrayNode rows = answers.putArray("mask");
        byte[] pixels = mask.pixels();
        for (int y = 0; y < mask.height(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < mask.width(); x++) {
                row.append(pixels[y * mask.width() + x] == 0 ? '.' : '#');
            }
            rows.add(row.toString());
        }
        Box box = mask.box();
        answers.putArray("box_xywh")
                .add(box.x1())
                .add(box.y1())
                .add(box.width())
                .add(box.height());
    }

    private ObjectNode ofPixels() throws IOException {
        ObjectNode answers = JSON.createObjectNode();
        ArrayNode corners = answers.putArray("boxes_xyxy");
        ArrayNode sides = answers.putArray("boxes_xywh");
        for (JsonNode rows : JSON.readTree(folder.resolve("masks.json").toFile())) {
            int width = rows.get(0).textValue().length();
            byte[] pixels = new byte[rows.size() * width];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (rows.get(i / width).textValue().charAt(i % width) == '#' ? 1 : 0);
            }
            Box box = RunLengthMask.ofPixels(rows.size(), width, pixels).box();
            corners.addArray().add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
            sides.addArray().add(box.x1()).add(box.y1()).add(box.width()).add(box.height());
        }
        return answers;
    }

    private ObjectNode ofFiles() {
        Path truthFile = folder.resolve("ground_truth.json");
        Path detectionsFile = folder.resolve("detections.json");
        CocoParameters parameters = new CocoParameters();
        Map<String, Object> segm = new Scoring(parameters, Metrics.named(List.of(new SegmFamily()), parameters))
                .score(truthFile, detectionsFile)
                .sections()
                .get(SegmFamily.NAME);
        ObjectNode answers = JSON.createObjectNode();
        ObjectNode scores = answers.putObject("segm");
        boolean isNaN = false;
        for (String name : expectedScores()) {
            double value = (double) segm.get(SCORES.getOrDefault(name, name));
            isNaN |= Double.isNaN(value);
            scores.put(name, value);
        }
        CocoGroundTruth truth = CocoGroundTruthFile.withMasks(truthFile);
        answers.put("nan", isNaN);
        answers.put(
                "ground_truths_counted",
                truth.objects().stream().filter(CocoObject::counts).count());
        ArrayNode ious = answers.putArray("iou");
        for (CocoDetection detection : CocoDetectionsFile.read(detectionsFile, truth)) {
            ArrayNode row = ious.addArray();
            truth.objects().forEach(object -> row.add(Overlap.MASKS.iou(detection, object)));
        }
        answers.set("iou_with_crowd_and_object", ious);
        return answers;
    }

    private List<String> expectedScores() {
        List<String> names = new ArrayList<>();
        expectation.get("expect").get("segm").get("value").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
