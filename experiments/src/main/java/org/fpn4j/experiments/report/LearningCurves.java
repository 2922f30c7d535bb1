package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's log says, by optimizer step.
 *
 * @param loss the total
 * @param losses each of its parts, by name
 * @param metrics the scores of each evaluation, by metric
 * @param others whatever else is a number of a line, by the name that it has there
 */
public record LearningCurves(
        List<CurvePoint> loss,
        Map<String, List<CurvePoint>> losses,
        Map<String, List<CurvePoint>> metrics,
        Map<String, List<CurvePoint>> others) {
    /** Those of a run without a log. */
    public static final LearningCurves NONE = new LearningCurves(List.of(), Map.of(), Map.of(), Map.of());

    public LearningCurves {
        loss = List.copyOf(loss);
        losses = copy(losses);
        metrics = copy(metrics);
        others = copy(others);
    }

    private static Map<String, List<CurvePoint>> copy(Map<String, List<CurvePoint>> curves) {
        Map<String, List<CurvePoint>> copy = new LinkedHashMap<>();
        curves.forEach((name, points) -> copy.put(name, List.copyOf(points)));
        return Collections.unmodifiableMap(copy);
    }
}
