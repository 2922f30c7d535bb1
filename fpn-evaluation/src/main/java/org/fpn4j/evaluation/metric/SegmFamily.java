package org.fpn4j.evaluation.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.Overlap;

/**
 * COCO's twelve, of masks: to the last digit those of {@code COCOeval} in pycocotools 2.0 with the {@code iouType} that is called
 * so. Beside the boxes' their names begin with {@code Mask}; in the section they are COCO's own.
 *
 * <p>The area of an object is that of its annotation, the area of a detection that of its mask. Differs from the reference, which
 * takes the area of the box for a detection that has both; files without boxes have the same numbers in both.
 */
public final class SegmFamily implements MetricFamily {
    /** In commands and files. */
    public static final String NAME = "segm";

    private static final String PREFIX = "Mask";
    private static final CocoTwelve TWELVE = new CocoTwelve(
            detections -> detections.curves(detections.parameters().by(Overlap.MASKS)));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        return TWELVE.all(parameters).stream().map(SegmFamily::ofMasks).toList();
    }

    private static Metric ofMasks(Metric metric) {
        return metric.renamed(PREFIX + metric.name(), metric.meaning() + ", by masks")
                .readOfMasks();
    }

    @Override
    public Map<String, Object> section(EvaluatedDetections detections) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (Metric metric : TWELVE.all(detections.parameters())) {
            section.put(metric.name(), ofMasks(metric).value(detections));
        }
        return section;
    }
}
