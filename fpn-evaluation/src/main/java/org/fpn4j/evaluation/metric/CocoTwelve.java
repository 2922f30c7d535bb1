package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.evaluation.coco.CocoCurves;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;

/** COCO's twelve numbers of some curves, in COCO's order; recalls are named after their limits of detections. */
final class CocoTwelve {
    private final Function<EvaluatedDetections, CocoCurves> curves;
    private final Metric ap;
    private final Metric ap50;
    private final Metric ap75;

    /** @param curves that detections have */
    CocoTwelve(Function<EvaluatedDetections, CocoCurves> curves) {
        this.curves = curves;
        this.ap = new Metric(
                        "AP",
                        "mean precision over all points of recall, IoU thresholds and classes",
                        detections -> curves.apply(detections).precision(SizeClass.ALL))
                .in(Shown.EVERYWHERE)
                .ofEachClass();
        this.ap50 = at("AP50", 0.50).in(Shown.EVERYWHERE).ofEachClass();
        this.ap75 = at("AP75", 0.75);
    }

    /** The mean over IoU thresholds and classes. */
    Metric ap() {
        return ap;
    }

    /** The same at IoU 0.50; nothing to measure where that is none of the thresholds. */
    Metric ap50() {
        return ap50;
    }

    /** All of them. */
    List<Metric> all(CocoParameters parameters) {
        List<Metric> metrics = new ArrayList<>(List.of(ap, ap50, ap75));
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

    private Metric at(String name, double threshold) {
        return new Metric(name, "AP at IoU " + threshold, detections -> curves.apply(detections)
                .precision(SizeClass.ALL, threshold));
    }

    private Metric precision(String name, SizeClass size) {
        return new Metric(name, "AP of " + size.words() + " objects", detections -> curves.apply(detections)
                        .precision(size))
                .of(size);
    }

    private Metric recall(String name, SizeClass size, int limit, int most) {
        String objects = size == SizeClass.ALL ? "" : " of " + size.words() + " objects";
        return new Metric(
                        name,
                        "mean largest recall" + objects + " with " + most + " detections of an image and class",
                        detections -> curves.apply(detections).recall(size, limit))
                .in(Shown.FILES)
                .of(size);
    }
}
