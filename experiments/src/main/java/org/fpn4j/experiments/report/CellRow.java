package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One training run of an ablation: a variant and a seed, and a fold where there are folds.
 *
 * @param axisValues axis name to value, those of its variant
 * @param fold that it was scored on; empty without folds
 * @param status {@code done}, or {@code failed: } and the reason
 * @param metrics the final scores; -1 where there is nothing to measure; empty for a failed run
 * @param perClass the final scores by class and metric; empty for a failed run
 * @param runDir where the run lies, relative to the report
 * @param loss the total loss by optimizer step
 * @param metricCurves metric name to its values during training, by optimizer step
 */
public record CellRow(
        Map<String, String> axisValues,
        long seed,
        OptionalInt fold,
        String status,
        Map<String, Double> metrics,
        Map<String, Map<String, Double>> perClass,
        double trainSeconds,
        String runDir,
        List<CurvePoint> loss,
        Map<String, List<CurvePoint>> metricCurves) {
    /** Without folds. */
    public CellRow(
            Map<String, String> axisValues,
            long seed,
            String status,
            Map<String, Double> metrics,
            Map<String, Map<String, Double>> perClass,
            double trainSeconds,
            String runDir,
            List<CurvePoint> loss,
            Map<String, List<CurvePoint>> metricCurves) {
        this(
                axisValues,
                seed,
                OptionalInt.empty(),
                status,
                metrics,
                perClass,
                trainSeconds,
                runDir,
                loss,
                metricCurves);
    }

    /** The status of a run that has its scores. */
    public static final String DONE = "done";

    private static final String FAILED = "failed: ";

    public CellRow {
        axisValues = Collections.unmodifiableMap(new LinkedHashMap<>(axisValues));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
        loss = List.copyOf(loss);
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        metricCurves.forEach((name, points) -> curves.put(name, List.copyOf(points)));
        metricCurves = Collections.unmodifiableMap(curves);
    }

    /** The status of a run that ended early. */
    public static String failed(String reason) {
        return FAILED + reason;
    }

    /** {@code 1}, with folds {@code 1, fold 3}: what tells it from others of its variant. */
    String seedAndFold() {
        return seed + (fold.isPresent() ? ", fold " + fold.getAsInt() : "");
    }

    public boolean isDone() {
        return status.equals(DONE);
    }

    /** What stands after {@code failed: }, or the whole status where it is neither done nor failed. */
    String reason() {
        return status.startsWith(FAILED) ? status.substring(FAILED.length()) : status;
    }

    double metric(String name) {
        return metrics.getOrDefault(name, -1.0);
    }
}
