package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the report of one training run shows.
 *
 * @param command what to type to get this run
 * @param configYaml the effective config
 * @param origins one line for each value of the config: path, value, where it was written
 * @param metrics the final scores by name; -1 where there is nothing to measure
 * @param perClass the final scores by class and metric; -1 for a class without ground truth
 * @param params parameters of the whole detector
 * @param macs multiply-accumulates of one forward pass of one image
 * @param losses the total loss and each of its parts, by optimizer step
 * @param learningRate by optimizer step
 * @param metricCurves metric name to its values during training, by optimizer step
 * @param notes sentences that a reader must know to judge the numbers
 */
public record TrainingReport(
        String name,
        String command,
        String machine,
        String startedAt,
        String dataSummary,
        String configYaml,
        String origins,
        Map<String, Double> metrics,
        Map<String, Map<String, Double>> perClass,
        long params,
        long macs,
        double trainSeconds,
        Map<String, List<CurvePoint>> losses,
        List<CurvePoint> learningRate,
        Map<String, List<CurvePoint>> metricCurves,
        List<Example> examples,
        List<HeatMapRow> heatMaps,
        List<String> notes) {
    public TrainingReport {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
        losses = copy(losses);
        learningRate = List.copyOf(learningRate);
        metricCurves = copy(metricCurves);
        examples = List.copyOf(examples);
        heatMaps = List.copyOf(heatMaps);
        notes = List.copyOf(notes);
    }

    /** The names of all metrics that any class has. */
    List<String> classMetrics() {
        return perClass.values().stream()
                .flatMap(scores -> scores.keySet().stream())
                .distinct()
                .toList();
    }

    private static Map<String, List<CurvePoint>> copy(Map<String, List<CurvePoint>> curves) {
        Map<String, List<CurvePoint>> copy = new LinkedHashMap<>();
        curves.forEach((name, points) -> copy.put(name, List.copyOf(points)));
        return Collections.unmodifiableMap(copy);
    }
}
