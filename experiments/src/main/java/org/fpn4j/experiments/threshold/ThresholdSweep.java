package org.fpn4j.experiments.threshold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.mistake.F1ByScore;
import org.fpn4j.evaluation.mistake.OperatingPoint;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;

/**
 * What a detector finds with each of several thresholds of suppression, from each of the scores 0.00, 0.01 .. 1.00 on. The
 * network runs once over each image; all thresholds decode the same outputs.
 */
public final class ThresholdSweep {
    private final List<Suppression> suppressions;
    private final int images;
    private final double iou;

    private ThresholdSweep(List<Suppression> suppressions, int images, double iou) {
        this.suppressions = List.copyOf(suppressions);
        this.images = images;
        this.iou = iou;
    }

    /**
     * Runs the detector over every image.
     *
     * @param thresholds of suppression; empty for what the head does by itself
     * @param iou least overlap of a detection and the object that it is of
     */
    public static ThresholdSweep of(
            Evaluation evaluation, Dataset dataset, Predictor predictor, List<Double> thresholds, double iou) {
        List<OptionalDouble> ways = new ArrayList<>();
        List<Predictor.Decoder> decoders = new ArrayList<>();
        for (double threshold : thresholds) {
            ways.add(OptionalDouble.of(threshold));
            decoders.add((geometry, outputs, wanted) -> geometry.decoding()
                    .orElseThrow(() -> new IllegalStateException("the head has no threshold that could be another"))
                    .withNmsThreshold(threshold)
                    .decode(outputs, wanted));
        }
        if (thresholds.isEmpty()) {
            ways.add(OptionalDouble.empty());
            decoders.add(HeadGeometry::decode);
        }
        List<List<CocoDetection>> found = evaluation.detections(predictor, decoders);
        CocoGroundTruth truth = CocoGroundTruth.of(dataset);
        List<Suppression> suppressions = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            suppressions.add(Suppression.of(ways.get(i), truth, found.get(i), iou));
        }
        return new ThresholdSweep(suppressions, truth.imageIds().size(), iou);
    }

    List<Suppression> suppressions() {
        return suppressions;
    }

    int images() {
        return images;
    }

    double iou() {
        return iou;
    }

    /** The one with the largest F1 of all classes together, of equals the first. */
    Suppression best() {
        return suppressions.stream()
                .sorted(Comparator.comparingDouble(
                                (Suppression one) -> one.best(images).f1())
                        .reversed())
                .findFirst()
                .orElseThrow();
    }

    /** The threshold of suppression of the largest F1; empty where the head decides by itself. */
    public OptionalDouble bestThreshold() {
        return best().threshold();
    }

    /** The score of the largest F1, from which on detections are used; empty where nothing is right. */
    public OptionalDouble bestScore() {
        return best().all().best();
    }

    /** All of it, for programs. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("images", images);
        json.put("iou", iou);
        json.put("best", summary(best()));
        json.put("suppressions", suppressions.stream().map(this::whole).toList());
        return json;
    }

    private Map<String, Object> summary(Suppression suppression) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("nms_threshold", threshold(suppression));
        summary.putAll(point(suppression.best(images)));
        return summary;
    }

    private static Object threshold(Suppression suppression) {
        OptionalDouble threshold = suppression.threshold();
        return threshold.isPresent() ? threshold.getAsDouble() : "of the head";
    }

    private Map<String, Object> whole(Suppression suppression) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("nms_threshold", threshold(suppression));
        whole.putAll(suppression.metrics());
        whole.putAll(scores(suppression.all()));
        Map<String, Object> classes = new LinkedHashMap<>();
        suppression.classes().forEach((name, scores) -> classes.put(name, scores(scores)));
        whole.put("classes", classes);
        return whole;
    }

    private Map<String, Object> scores(F1ByScore scores) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("objects", scores.objects());
        told.put("best", point(Suppression.best(scores, images)));
        told.put(
                "scores",
                scores.points(images).stream().map(ThresholdSweep::point).toList());
        return told;
    }

    private static Map<String, Object> point(OperatingPoint point) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("score", point.score());
        told.put("precision", point.precision());
        told.put("recall", point.recall());
        told.put("f1", point.f1());
        told.put("false_positives_per_image", point.falsePositives());
        return told;
    }
}
