package org.fpn4j.evaluation.detail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.AreaRange;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;

/**
 * AP by COCO's matching at single IoUs, and of objects by the square root of their area. As in COCO, objects outside a range are
 * ignored, not missed, and both borders belong to it.
 */
public final class ApFamily implements MetricFamily {
    /** In commands and files. */
    public static final String NAME = "ap";

    /** Where nobody says which. */
    public static final List<Double> USUAL_IOUS = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

    /** Where nobody says which, in pixels. */
    public static final List<Double> USUAL_SIDES = List.of(8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0);

    private static final double LARGEST_SIDE = 1e5;

    private final List<Double> ious;
    private final List<Double> sides;

    /** At the usual IoUs and borders. */
    public ApFamily() {
        this(USUAL_IOUS, USUAL_SIDES);
    }

    /**
     * At other IoUs and borders.
     *
     * @param ious ascending within (0, 1]
     * @param sides borders in pixels, ascending
     */
    public ApFamily(List<Double> ious, List<Double> sides) {
        this.ious = new CocoParameters().withIous(ious).iouThresholds(); // which refuses what is none
        this.sides = List.copyOf(sides);
        double last = 0;
        for (double side : sides) {
            if (!(side > last && side < LARGEST_SIDE)) {
                throw new IllegalArgumentException("sides" + sides + " must ascend from above 0");
            }
            last = side;
        }
    }

    /** Sides from one to another, in pixels; the last range has no upper border. */
    private record Sides(double from, double to) {
        String shown() {
            return Metric.spelled(from) + "_" + (to == LARGEST_SIDE ? "up" : Metric.spelled(to));
        }

        boolean holds(CocoObject object) {
            return object.counts() && object.area() >= from * from && object.area() <= to * to;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    private List<Sides> ranges() {
        List<Sides> ranges = new ArrayList<>();
        double from = 0;
        for (double side : sides) {
            ranges.add(new Sides(from, side));
            from = side;
        }
        ranges.add(new Sides(from, LARGEST_SIDE));
        return ranges;
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        List<Metric> metrics = new ArrayList<>();
        for (double iou : ious) {
            metrics.add(new Metric(
                            "AP@" + Metric.spelled(iou),
                            "AP at IoU " + Metric.spelled(iou),
                            detections -> at(detections, iou))
                    .ofEachClass());
        }
        for (Sides range : ranges()) {
            metrics.add(new Metric(
                    "AP_" + range.shown(),
                    "AP of objects with the square root of their area in " + range.shown() + " pixels",
                    detections -> of(detections, range)));
        }
        return metrics;
    }

    @Override
    public Map<String, Object> section(EvaluatedDetections detections) {
        Map<String, Object> byIou = new LinkedHashMap<>();
        ious.forEach(iou -> byIou.put(Metric.spelled(iou), at(detections, iou)));
        List<Map<String, Object>> bySide = new ArrayList<>();
        for (Sides range : ranges()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("from", range.from());
            json.put("to", range.to() == LARGEST_SIDE ? null : range.to());
            json.put(
                    "objects",
                    detections.groundTruth().objects().stream()
                            .filter(range::holds)
                            .count());
            json.put("AP", of(detections, range));
            bySide.add(json);
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("by_iou", byIou);
        section.put("by_side", bySide);
        return section;
    }

    private double at(EvaluatedDetections detections, double iou) {
        return detections.curves(detections.parameters().withIous(ious)).precision(SizeClass.ALL, iou);
    }

    private static double of(EvaluatedDetections detections, Sides range) {
        AreaRange areas = new AreaRange(range.from() * range.from(), range.to() * range.to());
        return detections.curves(detections.parameters().withAll(areas)).precision(SizeClass.ALL);
    }
}
