package org.fpn4j.experiments.illustration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.experiments.report.CurvePoint;
import org.fpn4j.experiments.run.RunDirectory;

/** Curves out of the lines of {@code metrics.jsonl}, taken one by one. */
public final class Curves {
    private static final int MOST_POINTS = 400;

    private final List<CurvePoint> loss = new ArrayList<>();
    private final List<CurvePoint> learningRate = new ArrayList<>();
    private final Map<String, List<CurvePoint>> losses = new LinkedHashMap<>();
    private final Map<String, List<CurvePoint>> metrics = new LinkedHashMap<>();

    private Curves() {}

    /**
     * Reads the log of a run once.
     *
     * @param told hears of lines that cannot be read and are left out
     */
    public static Curves of(RunDirectory directory, Consumer<String> told) {
        Curves curves = new Curves();
        directory.readMetrics(curves::add, told);
        return curves;
    }

    private void add(JsonNode line) {
        double step = line.get("step").asDouble();
        add(step, line.path("loss"), loss);
        add(step, line.path("lr"), learningRate);
        addAll(step, line.path("losses"), losses);
        addAll(step, line.path("metrics"), metrics);
    }

    private static void addAll(double step, JsonNode values, Map<String, List<CurvePoint>> curves) {
        values.fields()
                .forEachRemaining(field ->
                        add(step, field.getValue(), curves.computeIfAbsent(field.getKey(), name -> new ArrayList<>())));
    }

    private static void add(double step, JsonNode value, List<CurvePoint> curve) {
        if (value.isNumber()) {
            curve.add(new CurvePoint(step, value.asDouble()));
        }
    }

    /** The sum of all losses by step. */
    public List<CurvePoint> loss() {
        return thinned(loss);
    }

    /** Each loss by step. */
    public Map<String, List<CurvePoint>> losses() {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        losses.forEach((name, points) -> curves.put(name, thinned(points)));
        return curves;
    }

    public List<CurvePoint> learningRate() {
        return thinned(learningRate);
    }

    /** Metrics of each evaluation by step. */
    public Map<String, List<CurvePoint>> metrics(List<Metric> wanted) {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        wanted.forEach(metric -> curves.put(metric.name(), metrics.getOrDefault(metric.name(), List.of())));
        return curves;
    }

    /** Means of equally many neighbours, so that a page stays small. */
    private static List<CurvePoint> thinned(List<CurvePoint> points) {
        int width = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        if (width <= 1) {
            return points;
        }
        List<CurvePoint> thinned = new ArrayList<>();
        for (int start = 0; start < points.size(); start += width) {
            List<CurvePoint> part = points.subList(start, Math.min(start + width, points.size()));
            thinned.add(new CurvePoint(
                    part.get(part.size() - 1).step(),
                    part.stream().mapToDouble(CurvePoint::value).average().orElseThrow()));
        }
        return thinned;
    }
}
