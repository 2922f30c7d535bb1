package org.fpn4j.evaluation.tide;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;

/** AP that is lost by each kind of mistake. */
public final class TideFamily implements MetricFamily {
    /** In commands and files. */
    public static final String NAME = "tide";

    private static final List<ErrorKind> IN_ORDER =
            List.of(ErrorKind.CLS, ErrorKind.LOC, ErrorKind.BOTH, ErrorKind.DUPE, ErrorKind.BKG, ErrorKind.MISS);

    private final TideThresholds thresholds;

    /** With the thresholds of the paper. */
    public TideFamily() {
        this(new TideThresholds());
    }

    /** With other thresholds. */
    public TideFamily(TideThresholds thresholds) {
        this.thresholds = requireNonNull(thresholds, "thresholds is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        List<Metric> metrics = new ArrayList<>();
        for (ErrorKind kind : IN_ORDER) {
            metrics.add(loss(
                    "TIDE_" + kind.title(), kind.meaning(), tide -> tide.lost().get(kind)));
        }
        metrics.add(loss("TIDE_FP", "all boxes that are wrong", Tide::byFalsePositives));
        metrics.add(loss("TIDE_FN", "all objects that are not found", Tide::byMisses));
        return metrics;
    }

    private Metric loss(String name, String mistakes, ToDoubleFunction<Tide> reading) {
        return new Metric(
                        name,
                        "AP lost by " + mistakes,
                        detections -> reading.applyAsDouble(Tide.of(detections, thresholds)))
                .smallerIsBetter();
    }

    @Override
    public Map<String, Object> section(EvaluatedDetections detections) {
        Tide tide = Tide.of(detections, thresholds);
        Map<String, Object> convention = new LinkedHashMap<>();
        convention.put("follows", "tidecv 1.0.1, shares of 1");
        convention.put("iou", thresholds.found());
        convention.put("background_iou", thresholds.background());
        convention.put("detections_per_image", detections.parameters().largestLimit());
        convention.put("mean_over", "classes with objects or detections");
        Map<String, Object> lost = new LinkedHashMap<>();
        Map<String, Object> counts = new LinkedHashMap<>();
        for (ErrorKind kind : IN_ORDER) {
            lost.put(kind.title(), tide.lost().get(kind));
            counts.put(kind.title(), tide.counts().get(kind));
        }
        Map<String, Object> special = new LinkedHashMap<>();
        special.put("FalsePos", tide.byFalsePositives());
        special.put("FalseNeg", tide.byMisses());
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("convention", convention);
        section.put("AP" + Math.round(100 * thresholds.found()), tide.precision());
        section.put("dAP", lost);
        section.put("special", special);
        section.put("counts", counts);
        return section;
    }
}
