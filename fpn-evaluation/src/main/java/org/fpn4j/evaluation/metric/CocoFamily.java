package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;

/** COCO's twelve, in COCO's order; recalls are named after their limits of detections. */
public final class CocoFamily implements MetricFamily {
    /** The mean over IoU thresholds and classes. */
    public static final Metric AP = new Metric(
                    "AP",
                    "mean precision over all points of recall, IoU thresholds and classes",
                    detections -> detections.curves().precision(SizeClass.ALL))
            .in(Shown.EVERYWHERE)
            .ofEachClass();

    /** The same at IoU 0.50; nothing to measure where that is none of the thresholds. */
    public static final Metric AP50 = at("AP50", 0.50).in(Shown.EVERYWHERE).ofEachClass();

    private static final Metric AP75 = at("AP75", 0.75);

    @Override
    public String name() {
        return "coco";
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        List<Metric> metrics = new ArrayList<>(List.of(AP, AP50, AP75));
        metrics.add(precision("AP_S", SizeClass.SMALL));
        metrics.add(precision("AP_M", SizeClass.MEDIUM));
        metrics.add(precision("AP_L", SizeClass.LARGE));
        List<Integer> limits = parameters.maxDetections();
        int last = limits.size() - 1;
        for (int limit = 0; limit <= last; limit++) {
            Metric recall = recall("AR" + limits.get(limit), SizeClass.ALL, limit, limits.get(limit));
            metrics.removeIf(earlier -> earlier.name().equals(recall.name())); // two limits may be one
            metrics.add(recall);
        }
        metrics.add(recall("AR_S", SizeClass.SMALL, last, limits.get(last)));
        metrics.add(recall("AR_M", SizeClass.MEDIUM, last, limits.get(last)));
        metrics.add(recall("AR_L", SizeClass.LARGE, last, limits.get(last)));
        return metrics;
    }

    private static Metric at(String name, double threshold) {
        return new Metric(name, "AP at IoU " + threshold, detections -> detections
                .curves()
                .precision(SizeClass.ALL, threshold));
    }

    private static Metric precision(String name, SizeClass size) {
        return new Metric(name, "AP of " + size.words() + " objects", detections -> detections
                        .curves()
                        .precision(size))
                .of(size);
    }

    private static Metric recall(String name, SizeClass size, int limit, int most) {
        String objects = size == SizeClass.ALL ? "" : " of " + size.words() + " objects";
        return new Metric(
                        name,
                        "mean largest recall" + objects + " with " + most + " detections of an image and class",
                        detections -> detections.curves().recall(size, limit))
                .in(Shown.FILES)
                .of(size);
    }
}
