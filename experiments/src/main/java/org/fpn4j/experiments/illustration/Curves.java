package org.fpn4j.experiments.illustration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.CurvePoint;
import org.fpn4j.experiments.report.LearningCurves;
import org.fpn4j.experiments.run.RunDirectory;

/** Curves out of the lines of {@code metrics.jsonl}, taken one by one. */
public final class Curves {
    private static final String STEP = "step";
    private static final String SPLIT = "split";
    private static final String VALIDATION = "val"; // lines that name no split are of it
    private static final int MOST_POINTS = 400;

    private final List<CurvePoint> loss = new ArrayList<>();
    private final Map<String, List<CurvePoint>> losses = new LinkedHashMap<>();
    private final Map<String, List<CurvePoint>> metrics = new LinkedHashMap<>();
    private final Map<String, List<CurvePoint>> others = new LinkedHashMap<>();
    private final Map<String, Map<String, List<CurvePoint>>> elsewhere = new LinkedHashMap<>(); // metrics by split

    private Curves() {}

    /**
     * Reads the log of a run once.
     *
     * @param shown the metrics of evaluations that are kept; of images other than those of validation those alone that are shown everywhere
     * @param told hears of lines that cannot be read and are left out
     */
    public static LearningCurves of(RunDirectory directory, List<Metric> shown, Consumer<String> told) {
        Curves curves = new Curves();
        directory.readMetrics(curves::add, told);
        Map<String, List<CurvePoint>> metrics = new LinkedHashMap<>();
        for (Metric metric : shown) {
            metrics.put(metric.name(), curves.metrics.getOrDefault(metric.name(), List.of()));
        }
        curves.keepElsewhere(shown.stream()
                .filter(metric -> metric.shown() == Shown.EVERYWHERE)
                .map(Metric::name)
                .toList());
        return new LearningCurves(thinned(curves.loss), thinned(curves.losses), metrics, thinned(curves.others));
    }

    private void add(JsonNode line) {
        double step = line.get(STEP).asDouble();
        String split = line.path(SPLIT).asText(VALIDATION);
        line.fields().forEachRemaining(field -> {
            switch (field.getKey()) {
                case STEP, "epoch", "left_out" -> {} // where the line stands, and no measurement
                case "loss" -> add(step, field.getValue(), loss);
                case "losses" -> addAll(step, "", field.getValue(), losses);
                case "metrics" -> addAll(
                        step, "", field.getValue(), split.equals(VALIDATION) ? metrics : elsewhere(split));
                default -> addOther(step, of(split, field.getKey()), field.getValue());
            }
        });
    }

    private Map<String, List<CurvePoint>> elsewhere(String split) {
        return elsewhere.computeIfAbsent(split, name -> new LinkedHashMap<>());
    }

    private void keepElsewhere(List<String> names) {
        elsewhere.forEach((split, curves) -> names.forEach(name -> {
            if (curves.containsKey(name)) {
                others.put(split + "_" + name, curves.get(name));
            }
        }));
    }

    /** The name of a number that was measured on a split: {@code val_loss} of others is theirs. */
    private static String of(String split, String key) {
        return key.startsWith(VALIDATION + "_") ? split + key.substring(VALIDATION.length()) : key;
    }

    private void addOther(double step, String name, JsonNode value) {
        if (value.isObject()) {
            addAll(step, name + ".", value, others);
        } else if (value.isNumber()) {
            add(step, value, others.computeIfAbsent(name, key -> new ArrayList<>()));
        }
    }

    private static void addAll(double step, String prefix, JsonNode values, Map<String, List<CurvePoint>> curves) {
        values.fields()
                .forEachRemaining(field -> add(
                        step,
                        field.getValue(),
                        curves.computeIfAbsent(prefix + field.getKey(), name -> new ArrayList<>())));
    }

    private static void add(double step, JsonNode value, List<CurvePoint> curve) {
        if (value.isNumber()) {
            curve.add(new CurvePoint(step, value.asDouble()));
        }
    }

    private static Map<String, List<CurvePoint>> thinned(Map<String, List<CurvePoint>> curves) {
        Map<String, List<CurvePoint>> thinned = new LinkedHashMap<>();
        curves.forEach((name, points) -> thinned.put(name, thinned(points)));
        return thinned;
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
