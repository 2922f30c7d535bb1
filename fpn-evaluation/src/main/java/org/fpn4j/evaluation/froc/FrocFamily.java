package org.fpn4j.evaluation.froc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;

/** The score of a FROC curve, its sensitivities, and the area under the weighted alternative one. */
public final class FrocFamily implements MetricFamily {
    /** In commands and files. */
    public static final String NAME = "froc";

    private final FrocConvention convention;

    /** By the usual convention. */
    public FrocFamily() {
        this(new FrocConvention());
    }

    /** By some convention. */
    public FrocFamily(FrocConvention convention) {
        this.convention = requireNonNull(convention, "convention is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric(
                        "FROC",
                        "mean of the shares of lesions found at " + convention.rates() + " false positives per image",
                        detections -> new Froc(detections, convention).score())
                .ofEachClass());
        for (double rate : convention.rates()) {
            metrics.add(new Metric(
                    "FROC@" + Metric.spelled(rate),
                    "share of lesions found at " + Metric.spelled(rate) + " false positives per image",
                    detections -> new Froc(detections, convention).curve().sensitivity(rate, convention.reading())));
        }
        metrics.add(new Metric(
                "WAFROC",
                "how often a lesion is marked higher than anything on an image without one",
                detections -> new Froc(detections, convention).wafroc()));
        return metrics;
    }

    @Override
    public Map<String, Object> section(EvaluatedDetections detections) {
        Froc froc = new Froc(detections, convention);
        FrocCurve curve = froc.curve();
        Map<String, Object> section = new LinkedHashMap<>();
        Map<String, Object> followed = new LinkedHashMap<>(convention.json());
        followed.put("classes", detections.parameters().classesApart() ? "apart" : "as_one");
        section.put("convention", followed);
        section.put("images", detections.copies().length);
        section.put("negative_images", froc.negativeImages());
        section.put("lesions", curve.lesions());
        List<Froc.OperatingPoint> points = froc.operatingPoints();
        Map<String, Object> sensitivity = new LinkedHashMap<>();
        points.forEach(point -> sensitivity.put(Metric.spelled(point.rate()), point.sensitivity()));
        section.put("sensitivity", sensitivity);
        section.put("score", froc.score());
        section.put("wafroc", froc.wafroc());
        section.put("operating_points", points.stream().map(FrocFamily::json).toList());
        section.put("sizes", froc.bySize().stream().map(this::json).toList());
        section.put("curve", corners(curve));
        section.put("notes", notes(detections, froc, curve));
        return section;
    }

    /** Sentences on what is not measured, or not as one may think. */
    private static List<String> notes(EvaluatedDetections detections, Froc froc, FrocCurve curve) {
        CocoGroundTruth truth = detections.groundTruth();
        List<String> notes = new ArrayList<>();
        if (truth.imageIds().isEmpty()) {
            notes.add("there is no image, so nothing is measured");
        } else if (curve.images() == 0) {
            notes.add("no image is without objects, so there is no rate over such images");
        }
        if (curve.lesions() == 0) {
            notes.add("there is no lesion, so there is no sensitivity");
        }
        if (curve.points().size() == 1) {
            notes.add("there is no detection");
        }
        if (froc.negativeImages() == 0 || curve.lesions() == 0) {
            notes.add("wafroc needs images with lesions and images without objects");
        }
        long unmeasured = LesionSizes.unmeasured(truth);
        if (unmeasured > 0) {
            notes.add("sizes are in pixels, because [" + unmeasured + "] images with lesions have no pixel_spacing");
        }
        return notes;
    }

    private static Map<String, Object> json(Froc.OperatingPoint point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rate", point.rate());
        json.put("threshold", point.threshold().isPresent() ? point.threshold().getAsDouble() : null);
        json.put("sensitivity", point.sensitivity());
        json.put("fp_per_image", point.perImage());
        json.put("fp_per_negative_image", point.perNegativeImage());
        return json;
    }

    private Map<String, Object> json(Froc.OfSize size) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", size.unit());
        json.put("from", size.bin().from());
        json.put("to", Double.isFinite(size.bin().to()) ? size.bin().to() : null);
        json.put("lesions", size.lesions());
        Map<String, Object> sensitivity = new LinkedHashMap<>();
        for (int i = 0; i < convention.rates().size(); i++) {
            sensitivity.put(
                    Metric.spelled(convention.rates().get(i)),
                    size.sensitivities().get(i));
        }
        json.put("sensitivity", sensitivity);
        json.put("score", size.score());
        return json;
    }

    /** The first point, those at which more is found than before, and the last; between them the rate alone grows. */
    private static List<Map<String, Object>> corners(FrocCurve curve) {
        List<Map<String, Object>> corners = new ArrayList<>();
        List<FrocCurve.Point> points = curve.points();
        for (int i = 0; i < points.size(); i++) {
            FrocCurve.Point point = points.get(i);
            boolean rises = i == 0 || point.sensitivity() > points.get(i - 1).sensitivity();
            if (rises || i + 1 == points.size()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("threshold", Double.isFinite(point.threshold()) ? point.threshold() : null);
                json.put("fp_per_image", point.rate());
                json.put("sensitivity", point.sensitivity());
                corners.add(json);
            }
        }
        return corners;
    }
}
