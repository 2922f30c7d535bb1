package org.fpn4j.heads.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.ssd.DefaultBoxConfig;
import org.fpn4j.heads.ssd.HardNegatives;

/** What the classes of the SSD head say of a case. */
final class SsdAnswers {
    private SsdAnswers() {}

    static Map<String, Object> mining(JsonNode input, JsonNode parameters) {
        HardNegatives mining =
                new HardNegatives(parameters.get("negatives_per_positive").asDouble(), 0);
        List<int[]> negatives = new ArrayList<>();
        int positives = 0;
        double sum = 0;
        for (int image = 0; image < input.get("labels").size(); image++) {
            JsonNode labels = input.get("labels").get(image);
            JsonNode losses = input.get("classification_loss").get(image);
            Candidates background = new Candidates();
            int ofImage = 0;
            for (int anchor = 0; anchor < labels.size(); anchor++) {
                if (labels.get(anchor).asInt() > 0) {
                    ofImage++;
                    sum += losses.get(anchor).asDouble();
                } else {
                    background.add((float) losses.get(anchor).asDouble(), anchor);
                }
            }
            int[] hardest = mining.hardest(background, ofImage);
            Arrays.sort(hardest);
            for (int anchor : hardest) {
                sum += losses.get(anchor).asDouble();
            }
            negatives.add(hardest);
            positives += ofImage;
        }
        double loss = sum / Math.max(1, positives);
        return Map.of(
                "negatives",
                negatives,
                "positives",
                positives,
                "classification_loss",
                loss,
                "box_loss",
                0.0, // no anchor answers for an object
                "nan",
                Double.isNaN(loss));
    }

    static Map<String, Object> defaultBoxes(JsonNode parameters) {
        List<List<Double>> ratios = new ArrayList<>();
        parameters.get("aspect_ratios").forEach(level -> ratios.add(doubles(level)));
        DefaultBoxConfig config = new DefaultBoxConfig(
                ratios, doubles(parameters.path("scales")), 0.15, 0.9, doubles(parameters.path("steps")), true);
        List<Shape> levels = new ArrayList<>();
        for (JsonNode size : parameters.get("feature_sizes")) {
            levels.add(Shape.of(1, 1, size.get(0).asInt(), size.get(1).asInt()));
        }
        JsonNode size = parameters.get("image_size");
        int height = size.isArray() ? size.get(0).asInt() : size.asInt();
        int width = size.isArray() ? size.get(1).asInt() : size.asInt();
        float[] boxes = config.boxes(levels, height, width);
        float[][] rows = new float[boxes.length / 4][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4);
        }
        int[] perCell = new int[levels.size()];
        Arrays.setAll(perCell, config::perCell);
        return Map.of("boxes_xyxy", rows, "boxes_per_cell", perCell);
    }

    private static List<Double> doubles(JsonNode list) {
        List<Double> doubles = new ArrayList<>();
        list.forEach(value -> doubles.add(value.asDouble()));
        return doubles;
    }
}
