package org.fpn4j.experiments.threshold;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.mistake.F1ByScore;
import org.fpn4j.evaluation.mistake.OperatingPoint;

/**
 * What is found with one way to suppress overlapping detections.
 *
 * @param threshold largest overlap of two detections; empty where the head decides by itself
 * @param metrics AP and AP50, of the detections of all scores
 * @param all right and wrong by score
 * @param classes the same of each class, by its name
 */
record Suppression(
        OptionalDouble threshold, Map<String, Double> metrics, F1ByScore all, Map<String, F1ByScore> classes) {
    private static final List<String> METRICS = List.of("AP", "AP50");

    Suppression {
        requireNonNull(threshold, "threshold is null");
        requireNonNull(all, "all is null");
    }

    static Suppression of(OptionalDouble threshold, CocoGroundTruth truth, List<CocoDetection> detections, double iou) {
        EvaluatedDetections evaluated = EvaluatedDetections.of(truth, detections, new CocoParameters());
        Map<String, Double> metrics = new LinkedHashMap<>();
        METRICS.forEach(name ->
                metrics.put(name, Metrics.coco().named(name).orElseThrow().value(evaluated)));
        SortedMap<Long, F1ByScore> byId = F1ByScore.ofClasses(truth, detections, iou);
        Map<String, F1ByScore> classes = new LinkedHashMap<>();
        byId.forEach((id, scores) -> classes.put(truth.categories().get(id), scores));
        return new Suppression(
                threshold,
                metrics,
                byId.values().stream().reduce(F1ByScore::plus).orElseThrow(),
                classes);
    }

    /** The point with the largest F1 of all classes together; where nothing is right, that of the lowest score. */
    OperatingPoint best(int images) {
        return best(all, images);
    }

    static OperatingPoint best(F1ByScore scores, int images) {
        return scores.at(scores.best().orElse(0), images);
    }
}
