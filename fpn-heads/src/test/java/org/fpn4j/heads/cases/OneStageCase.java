package org.fpn4j.heads.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.heads.efficientdet.EfficientDetConfig;

/** One case of a one-stage detector: what the product's classes answer is compared with what is expected. */
record OneStageCase(JsonNode file, JsonNode input) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> HEADS = Set.of("centernet", "effdet", "simota", "ssd", "yolox");

    /** Whether a case is of a head that stands in this module; its kind begins with the head's name. */
    static boolean isOfThisModule(JsonNode file) {
        String head = file.path("kind").asText().split("-")[0];
        return file.path("area").asText().equals("onestage") && HEADS.contains(head);
    }

    /** Fails where an answer differs, or where nobody knows the kind. */
    void check() {
        Map<String, Object> answers = answers(file.path("kind").asText());
        file.get("expect").fields().forEachRemaining(expected -> {
            assertThat(answers).as(expected.getKey()).containsKey(expected.getKey());
            compare(
                    expected.getKey(),
                    JSON.valueToTree(answers.get(expected.getKey())),
                    expected.getValue().get("value"),
                    expected.getValue().get("tolerance").asDouble() + 1e-12);
        });
    }

    private Map<String, Object> answers(String kind) {
        JsonNode parameters = file.path("parameters");
        return switch (kind) {
            case "centernet-radius" -> CenterNetAnswers.radii(input);
            case "centernet-heatmap" -> CenterNetAnswers.heatMap(input);
            case "centernet-decode" -> CenterNetAnswers.detections(input, parameters);
            case "effdet-decode" -> Map.of("boxes_xyxy", effdetBoxes());
            case "simota", "simota-edges" -> YoloxAnswers.assigned(input, parameters);
            case "yolox-decode" -> YoloxAnswers.decoded(input);
            case "ssd-mining", "ssd-no-positives" -> SsdAnswers.mining(input, parameters);
            case "ssd-default-boxes" -> SsdAnswers.defaultBoxes(parameters);
            default -> throw new IllegalArgumentException("kind[" + kind + "] is one that nobody answers");
        };
    }

    /** Corners that effdet's deltas make of its anchors, y before x in both; ours are the other way round. */
    private List<float[]> effdetBoxes() {
        List<float[]> boxes = new ArrayList<>();
        for (int i = 0; i < input.get("anchors_y1x1y2x2").size(); i++) {
            float[] anchor = exchanged(input.get("anchors_y1x1y2x2").get(i));
            float[] deltas = exchanged(input.get("deltas_ty_tx_th_tw").get(i));
            boxes.add(new EfficientDetConfig().boxCoder().decode(anchor, deltas));
        }
        return boxes;
    }

    private static float[] exchanged(JsonNode pairs) {
        float[] values = Numbers.flat(pairs);
        return new float[] {values[1], values[0], values[3], values[2]};
    }

    private static void compare(String name, JsonNode answer, JsonNode expected, double tolerance) {
        if (expected.isObject()) {
            assertThat(names(answer)).as(name).isEqualTo(names(expected));
            expected.fields()
                    .forEachRemaining(part ->
                            compare(name + "." + part.getKey(), answer.get(part.getKey()), part.getValue(), tolerance));
        } else if (expected.isArray()) {
            assertThat(answer.size()).as(name).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(name + "[" + i + "]", answer.get(i), expected.get(i), tolerance);
            }
        } else if (expected.isNumber()) {
            double rounding = answer.isFloat() ? Math.ulp(expected.floatValue()) : 0; // of a centre and a corner
            assertThat(answer.asDouble()).as(name).isCloseTo(expected.asDouble(), within(tolerance + rounding));
        } else {
            assertThat(answer).as(name).isEqualTo(expected);
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
