package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The final scores of a run.
 *
 * @param metrics by name; -1 where there is nothing to measure
 * @param perClass by class and metric; -1 for a class without ground truth
 */
public record RunScores(Map<String, Double> metrics, Map<String, Map<String, Double>> perClass) {
    /** Those of a run that has not ended. */
    public static final RunScores NONE = new RunScores(Map.of(), Map.of());

    public RunScores {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
    }

    double metric(String name) {
        return metrics.getOrDefault(name, -1.0);
    }

    /** The names of all metrics that any class has. */
    List<String> classMetrics() {
        return perClass.values().stream()
                .flatMap(scores -> scores.keySet().stream())
                .distinct()
                .toList();
    }
}
