package org.fpn4j.evaluation.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.froc.Credit;
import org.fpn4j.evaluation.froc.Duplicates;
import org.fpn4j.evaluation.froc.Froc;
import org.fpn4j.evaluation.froc.FrocConvention;
import org.fpn4j.evaluation.froc.FrocCurve;
import org.fpn4j.evaluation.froc.HitRule;
import org.fpn4j.evaluation.froc.RateReading;
import org.fpn4j.evaluation.froc.RsnaScore;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/**
 * Lesions and detections of some images, and what somebody expects of them by name: a FROC curve by the convention that the name
 * spells, or the parts of the RSNA score.
 */
record FrocCase(String kind, JsonNode data, JsonNode expect) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CURVE = Pattern.compile(
            "(?:iou(?<whole>[01])_(?<part>[0-9]+)|centre)_duplicates_(?<duplicates>ignored|fp)(?:_credit_(?<credit>one|all))?");
    private static final long LESION = 1;

    /** Asks for each expected value. */
    void check() {
        assertThat(kind).as("kind of case that is known").matches("froc-[a-z-]+|rsna-score");
        expect.fields().forEachRemaining(one -> {
            JsonNode wanted = one.getValue();
            CaseValues.assertClose(
                    one.getKey(),
                    wanted.get("value"),
                    answer(one.getKey()),
                    wanted.get("tolerance").asDouble());
        });
    }

    private JsonNode answer(String name) {
        if (kind.equals("rsna-score")) {
            return rsna(name);
        }
        Matcher curve = CURVE.matcher(name);
        assertThat(curve.matches()).as("value [" + name + "] that is known").isTrue();
        FrocConvention convention = new FrocConvention()
                .with(
                        curve.group("whole") == null
                                ? new HitRule.ByCentre()
                                : new HitRule.ByIou(
                                        Double.parseDouble(curve.group("whole") + "." + curve.group("part"))))
                .with("fp".equals(curve.group("duplicates")) ? Duplicates.FALSE_POSITIVES : Duplicates.IGNORED)
                .with("all".equals(curve.group("credit")) ? Credit.ALL : Credit.ONE);
        return answer(new Froc(detections(), convention).curve());
    }

    private JsonNode answer(FrocCurve curve) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode points = answer.putArray("curve");
        for (FrocCurve.Point point : curve.points()) {
            ObjectNode json = points.addObject();
            if (Double.isInfinite(point.threshold())) {
                json.putNull("threshold");
            } else {
                json.put("threshold", point.threshold());
            }
            put(json, "fp_per_image", point.rate());
            put(json, "sensitivity", point.sensitivity());
        }
        ObjectNode readings = answer.putObject("at_rates");
        for (RateReading reading : List.of(RateReading.STEP, RateReading.LINEAR, RateReading.BELOW)) {
            ObjectNode json = readings.putObject(reading.word());
            ObjectNode sensitivities = json.putObject("sensitivity_at");
            List<Double> rates = new ArrayList<>();
            data.get("fp_rates").forEach(rate -> {
                put(sensitivities, rate.asText(), curve.sensitivity(rate.asDouble(), reading));
                rates.add(rate.asDouble());
            });
            put(json, "mean", curve.score(rates, reading));
        }
        return answer;
    }

    private JsonNode rsna(String name) {
        RsnaScore score = RsnaScore.of(detections(), Double.NEGATIVE_INFINITY);
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode byImage = answer.putObject("by_image");
        score.byImage()
                .forEach((image, value) -> byImage.put(
                        data.get("images").get((int) (image - 1)).get("id").asText(), value));
        answer.put("images_counted", score.byImage().size());
        put(answer, "score", score.mean());
        assertThat(answer.has(name)).as("value [" + name + "] that is known").isTrue();
        return answer.get(name);
    }

    /** What cannot be measured is null in cases. */
    private static void put(ObjectNode json, String name, double value) {
        if (value < 0) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }

    private EvaluatedDetections detections() {
        TreeSet<Long> images = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        List<CocoDetection> detections = new ArrayList<>();
        for (JsonNode image : data.get("images")) {
            long id = images.size() + 1L;
            images.add(id);
            for (JsonNode lesion : image.get("lesions")) {
                double[] box = box(lesion);
                objects.add(new CocoObject(
                        objects.size() + 1L, id, LESION, box[0], box[1], box[2], box[3], box[2] * box[3], false));
            }
            for (JsonNode detection : image.get("detections")) {
                double[] box = box(detection.get("box"));
                detections.add(new CocoDetection(
                        id,
                        LESION,
                        box[0],
                        box[1],
                        box[2],
                        box[3],
                        detection.get("score").asDouble()));
            }
        }
        CocoGroundTruth truth = new CocoGroundTruth(new TreeMap<>(Map.of(LESION, "lesion")), images, objects);
        return EvaluatedDetections.of(truth, detections, new CocoParameters());
    }

    /** Corners become a corner and sides. */
    private static double[] box(JsonNode corners) {
        double x = corners.get(0).asDouble();
        double y = corners.get(1).asDouble();
        return new double[] {x, y, corners.get(2).asDouble() - x, corners.get(3).asDouble() - y};
    }
}
