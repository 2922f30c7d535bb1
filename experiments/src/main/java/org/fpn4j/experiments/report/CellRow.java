package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One training run of an ablation: a variant and a seed, and a fold where there are folds.
 *
 * @param axisValues axis name to value, those of its variant
 * @param fold that it was scored on; empty without folds
 * @param status {@code done}, or {@code failed: } and the reason
 * @param scores none of a failed run
 * @param runDir where the run lies
 * @param report address of its own report, relative to the one that it is a row of; empty where it has none
 */
public record CellRow(
        Map<String, String> axisValues,
        long seed,
        OptionalInt fold,
        String status,
        RunScores scores,
        double trainSeconds,
        String runDir,
        String report,
        LearningCurves curves) {
    /** Without folds. */
    public CellRow(
            Map<String, String> axisValues,
            long seed,
            String status,
            RunScores scores,
            double trainSeconds,
            String runDir,
            String report,
            LearningCurves curves) {
        this(axisValues, seed, OptionalInt.empty(), status, scores, trainSeconds, runDir, report, curves);
    }

    /** The status of a run that has its scores. */
    public static final String DONE = "done";

    private static final String FAILED = "failed: ";

    public CellRow {
        axisValues = Collections.unmodifiableMap(new LinkedHashMap<>(axisValues));
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

    Map<String, Double> metrics() {
        return scores.metrics();
    }

    Map<String, Map<String, Double>> perClass() {
        return scores.perClass();
    }

    double metric(String name) {
        return scores.metric(name);
    }
}
