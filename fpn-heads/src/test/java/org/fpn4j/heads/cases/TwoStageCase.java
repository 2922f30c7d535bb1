package org.fpn4j.heads.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.Proposals;
import org.fpn4j.core.region.RegionDetections;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.CellLoss;
import org.fpn4j.heads.mask.MaskTargets;
import org.fpn4j.heads.match.IouMatcher;

/** One case of a two-stage detector: what the product's classes answer is compared with what is expected. */
record TwoStageCase(JsonNode file, JsonNode input) {
    private static final Operation.DecodeDeltas PLAIN = new DeltaCoder().operation();

    /** Fails where an answer differs, or where nobody knows the kind. */
    void check() {
        Map<String, Object> answers = answers(file.path("kind").asText());
        file.get("expect").fields().forEachRemaining(expected -> {
            assertThat(answers).as(expected.getKey()).containsKey(expected.getKey());
            compare(
                    expected.getKey(),
                    answers.get(expected.getKey()),
                    expected.getValue().get("value"),
                    expected.getValue().get("tolerance").asDouble());
        });
    }

    private Map<String, Object> answers(String kind) {
        return switch (kind) {
            case "roi-align" -> Map.of(
                    "output", pooled(parameters().get("aligned").asBoolean()));
            case "roi-align-adaptive", "roi-align-degenerate" -> Map.of(
                    "output_legacy", pooled(false), "output_aligned", pooled(true));
            case "multi-scale-roi-align" -> Map.of("output", pooledByLevel(), "order", "of the boxes");
            case "level-mapper" -> Map.of("level", levels());
            case "box-coder" -> coders();
            case "rpn-proposals" -> proposals();
            case "matcher" -> matches();
            case "postprocess" -> detections();
            case "two-stage-losses" -> losses();
            case "paste-masks" -> pastedMasks();
            case "mask-targets" -> Map.of("targets", maskTargets());
            case "mask-loss" -> Map.of("mask_loss", maskLoss());
            default -> throw new IllegalArgumentException("kind[" + kind + "] is one that nobody answers");
        };
    }

    private JsonNode parameters() {
        return file.get("parameters");
    }

    private double[][][] pooled(boolean aligned) {
        int stride = (int) Math.round(1 / parameters().get("spatial_scale").asDouble());
        int level = Integer.numberOfTrailingZeros(stride);
        Operation.RoiAlign align = new Operation.RoiAlign(
                List.of(stride),
                new RegionLevels(level, level, 4, 224, RegionLevels.Epsilon.TORCHVISION),
                parameters().get("output").get(0).asInt(),
                parameters().get("sampling_ratio").asInt(),
                aligned);
        return RegionGraph.pooled(align, List.of(input.get("features")), Numbers.flat(input.get("rois")));
    }

    private double[][][] pooledByLevel() {
        List<Integer> strides = new ArrayList<>();
        parameters().get("scales").forEach(scale -> strides.add((int) Math.round(1 / scale.asDouble())));
        List<JsonNode> maps = new ArrayList<>();
        input.get("features").forEach(maps::add);
        int finest = Integer.numberOfTrailingZeros(strides.get(0));
        Operation.RoiAlign align = new Operation.RoiAlign(
                strides,
                new RegionLevels(
                        finest,
                        finest + strides.size() - 1,
                        parameters().get("canonical_level").asInt(),
                        parameters().get("canonical_size").asDouble(),
                        RegionLevels.Epsilon.TORCHVISION),
                parameters().get("output").get(0).asInt(),
                parameters().get("sampling_ratio").asInt(),
                parameters().get("aligned").asBoolean());
        return RegionGraph.pooled(align, maps, Numbers.flat(input.get("rois")));
    }

    private int[] levels() {
        JsonNode all = parameters().get("levels");
        RegionLevels levels = new RegionLevels(
                all.get(0).asInt(),
                all.get(all.size() - 1).asInt(),
                parameters().get("canonical_level").asInt(),
                parameters().get("canonical_size").asDouble(),
                RegionLevels.Epsilon.TORCHVISION);
        float[] boxes = Numbers.flat(input);
        int[] found = new int[input.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = levels.finest()
                    + RegionLevels.place(
                            levels.borders(), boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
        }
        return found;
    }

    private Map<String, Object> coders() {
        Map<String, Object> answers = new LinkedHashMap<>();
        parameters().get("weights").fields().forEachRemaining(weights -> {
            DeltaCoder coder = new DeltaCoder(
                    weights.getValue().get(0).asDouble(),
                    weights.getValue().get(2).asDouble(),
                    Math.log(1000.0 / 16));
            float[] anchors = Numbers.flat(input.get("anchors"));
            answers.put(
                    weights.getKey(),
                    Map.of(
                            "encoded", coder.encode(anchors, Numbers.flat(input.get("boxes"))),
                            "decoded", coder.decode(anchors, Numbers.flat(input.get("deltas")))));
        });
        return answers;
    }

    private Map<String, Object> proposals() {
        List<Integer> ends = new ArrayList<>();
        input.get("anchors_per_level")
                .forEach(count -> ends.add(count.asInt() + (ends.isEmpty() ? 0 : ends.get(ends.size() - 1))));
        int anchors = ends.get(ends.size() - 1);
        int most = firstNumber(parameters().get("post_nms_top_n"));
        List<float[]> boxes = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        for (int image = 0; image < input.get("proposals").size(); image++) {
            JsonNode size = input.get("image_sizes").get(image);
            Proposals proposals = new Proposals(
                    ends,
                    PLAIN,
                    size.get(0).asInt(),
                    size.get(1).asInt(),
                    firstNumber(parameters().get("pre_nms_top_n")),
                    most,
                    parameters().get("nms").asDouble(),
                    parameters().get("min_size").asDouble());
            float[] table = new float[5 * most];
            proposals.decide(
                    List.of(
                            Numbers.flat(input.get("objectness").get(image)),
                            new float[4 * anchors],
                            Numbers.flat(input.get("proposals").get(image))),
                    List.of(Shape.of(1, anchors, 1), Shape.of(1, anchors, 4), Shape.of(anchors, 4)),
                    table);
            boxes.add(Numbers.columns(table, 5, 0, 4));
            scores.add(Numbers.columns(table, 5, 4, 5));
        }
        return Map.of("boxes", boxes, "scores", scores);
    }

    private static int firstNumber(JsonNode text) {
        return Integer.parseInt(text.asText().split(" ")[0]);
    }

    private Map<String, Object> matches() {
        List<Box> objects = Numbers.boxes(input.get("ground_truth"));
        List<Box> boxes = Numbers.boxes(input.get("boxes"));
        double[][] overlaps = objects.stream()
                .map(object -> boxes.stream().mapToDouble(object::iou).toArray())
                .toArray(double[][]::new);
        Map<String, Object> answers = new LinkedHashMap<>(Map.of("iou", overlaps));
        for (String stage : List.of("rpn", "roi_head")) {
            JsonNode rule = parameters().get(stage);
            IouMatcher matcher = new IouMatcher(
                    rule.get("foreground").asDouble(),
                    rule.get("background").asDouble(),
                    rule.get("low_quality").asBoolean());
            answers.put(stage, matcher.match(Numbers.flat(input.get("boxes")), objects));
        }
        return answers;
    }

    private Map<String, Object> detections() {
        int rows = input.get("proposals").size();
        int logits = input.get("class_logits").get(0).size();
        int most = parameters().get("max_detections").asInt();
        String threshold = parameters().get("score_threshold").asText();
        RegionDetections detections = new RegionDetections(
                logits - 1,
                new DeltaCoder(10, 5, Math.log(1000.0 / 16)).operation(),
                parameters().get("image_height").asInt(),
                parameters().get("image_width").asInt(),
                Double.parseDouble(threshold.substring(threshold.lastIndexOf(' ') + 1)),
                parameters().get("nms").asDouble(),
                most,
                parameters().get("min_size").asDouble());
        float[] proposals = Numbers.flat(input.get("proposals"));
        float[] table = new float[5 * rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(proposals, 4 * i, table, 5 * i, 4);
            table[5 * i + 4] = 1;
        }
        float[] found = new float[6 * most];
        detections.decide(
                List.of(table, Numbers.flat(input.get("class_logits")), Numbers.flat(input.get("box_deltas"))),
                List.of(Shape.of(1, rows, 5), Shape.of(1, rows, logits), Shape.of(1, rows, 4 * logits)),
                found);
        return Map.of(
                "boxes", Numbers.columns(found, 6, 0, 4),
                "labels", Numbers.columns(found, 6, 4, 5),
                "scores", Numbers.columns(found, 6, 5, 6));
    }

    private Map<String, Object> losses() {
        int[] labels = Numbers.integers(input.get("labels"));
        JsonNode rpn = input.get("rpn");
        int[] sampled = Numbers.integers(rpn.get("sampled"));
        float[] anchorLabels = Numbers.flat(rpn.get("labels"));
        Operation.SmoothL1Loss smooth = new Operation.SmoothL1Loss(1.0 / 9);
        CellLoss classes = CellLoss.softmaxCrossEntropy(Numbers.flat(input.get("class_logits")), labels);
        CellLoss boxes = CellLoss.smoothL1(
                smooth,
                Numbers.ofClass(Numbers.flat(input.get("box_deltas")), labels, 4),
                Numbers.flat(input.get("targets")),
                labels.length);
        CellLoss objectness =
                CellLoss.binaryCrossEntropy(Numbers.flat(rpn.get("objectness")), anchorLabels, anchorLabels.length);
        CellLoss anchors = CellLoss.smoothL1(
                smooth, Numbers.flat(rpn.get("deltas")), Numbers.flat(rpn.get("targets")), anchorLabels.length);
        return Map.of(
                "roi_classification", Arrays.stream(classes.values()).sum() / labels.length,
                "roi_box", Numbers.sum(boxes, i -> labels[i] > 0, labels.length) / labels.length,
                "rpn_objectness",
                        Arrays.stream(sampled)
                                        .mapToDouble(i -> objectness.values()[i])
                                        .sum()
                                / sampled.length,
                "rpn_box",
                        Arrays.stream(sampled)
                                        .filter(i -> anchorLabels[i] > 0)
                                        .mapToDouble(i -> anchors.values()[i])
                                        .sum()
                                / sampled.length);
    }

    private Map<String, Object> pastedMasks() {
        int height = parameters().get("height").asInt();
        int width = parameters().get("width").asInt();
        List<Box> boxes = Numbers.boxes(input.get("boxes"));
        List<float[]> probabilities = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<Integer> areas = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            JsonNode grid = input.get("masks").get(i);
            BoxMask mask = new BoxMask(boxes.get(i), grid.size(), Numbers.flat(grid));
            probabilities.add(mask.paste(height, width));
            byte[] pixels = mask.on(height, width).pixels();
            int area = 0;
            for (int y = 0; y < height; y++) {
                StringBuilder row = new StringBuilder();
                for (int x = 0; x < width; x++) {
                    row.append(pixels[y * width + x] == 1 ? '#' : '.');
                    area += pixels[y * width + x];
                }
                rows.add(row.toString());
            }
            areas.add(area);
        }
        return Map.of("probabilities", probabilities, "masks", rows, "areas", areas);
    }

    private List<float[]> maskTargets() {
        int size = parameters().get("size").asInt();
        float[] corners = Numbers.flat(input.get("boxes"));
        List<float[]> targets = new ArrayList<>();
        for (int i = 0; i < input.get("boxes").size(); i++) {
            JsonNode mask =
                    input.get("masks").get(input.get("mask_of_box").get(i).asInt());
            float[] cells = new float[size * size];
            new MaskTargets(size, mask.size(), mask.get(0).size()).see(Numbers.flat(mask), corners, 4 * i, cells, 0);
            targets.add(cells);
        }
        return targets;
    }

    private double maskLoss() {
        int[] labels = Numbers.integers(input.get("labels"));
        float[] targets = Numbers.flat(input.get("targets"));
        if (labels.length == 0) {
            return 0;
        }
        int pixels = targets.length / labels.length;
        CellLoss loss = CellLoss.binaryCrossEntropy(
                Numbers.ofClass(Numbers.flat(input.get("mask_logits")), labels, pixels), targets, labels.length);
        return Arrays.stream(loss.values()).sum() / targets.length;
    }

    private static boolean isOfTexts(JsonNode expected) {
        JsonNode first = expected;
        while (first.isArray() && !first.isEmpty()) {
            first = first.get(0);
        }
        return expected.isArray() && first.isTextual();
    }

    private static List<String> texts(JsonNode expected) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : expected) {
            if (one.isArray()) {
                texts.addAll(texts(one));
            } else {
                texts.add(one.asText());
            }
        }
        return texts;
    }

    private static void compare(String name, Object answer, JsonNode expected, double tolerance) {
        if (expected.isObject()) {
            expected.fields()
                    .forEachRemaining(part -> compare(
                            name + "." + part.getKey(),
                            ((Map<?, ?>) answer).get(part.getKey()),
                            part.getValue(),
                            tolerance));
        } else if (isOfTexts(expected)) {
            assertThat(texts(expected)).as(name).isEqualTo(answer);
        } else if (expected.isTextual()) {
            assertThat(answer).as(name).isNotNull(); // said in words
        } else {
            double[] found = Numbers.flatten(answer);
            float[] wanted = Numbers.flat(expected);
            assertThat(found).as(name).hasSameSizeAs(wanted);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).as(name + "[" + i + "]").isCloseTo(wanted[i], within(tolerance + 1e-12));
            }
        }
    }
}
