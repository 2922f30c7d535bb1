package org.fpn4j.evaluation.froc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;

/** The score of the RSNA pneumonia challenge. */
public final class RsnaFamily implements MetricFamily {
    /** In commands and files. */
    public static final String NAME = "rsna";

    private final double confidence;

    /**
     * At a threshold.
     *
     * @param confidence the least score of a detection that counts; negative infinity for all
     */
    public RsnaFamily(double confidence) {
        if (Double.isNaN(confidence)) {
            throw new IllegalArgumentException("confidence[NaN] must be a number");
        }
        this.confidence = confidence;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        return List.of(new Metric(
                        "RSNA",
                        "mean over images of TP / (TP + FP + FN) over IoU 0.40 to 0.75",
                        detections -> RsnaScore.of(detections, confidence)
                                .mean(detections.whole().groundTruth().imageIds(), detections.copies()))
                .ofEachClass());
    }

    @Override
    public Map<String, Object> section(EvaluatedDetections detections) {
        RsnaScore score = RsnaScore.of(detections, confidence);
        Map<String, Object> convention = new LinkedHashMap<>();
        convention.put("iou", "above 0.40, 0.45 .. 0.75");
        convention.put("confidence", Double.isFinite(confidence) ? confidence : null);
        convention.put("image_without_lesions", "0 with detections, left out without");
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("convention", convention);
        section.put("images_counted", score.byImage().size());
        section.put("score", score.mean());
        return section;
    }
}
