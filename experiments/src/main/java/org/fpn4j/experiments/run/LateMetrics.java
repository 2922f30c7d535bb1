package org.fpn4j.experiments.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.experiments.run.RunDirectory.Result;

/**
 * Values of metrics that nobody asked for when a run was finished, read of the detections that it kept. What the run's result
 * says stays as it is. Each run is read once.
 */
public final class LateMetrics {
    private final Metrics metrics;
    private final Consumer<String> log;
    private final Map<Path, Result> known = new HashMap<>();

    /**
     * Prepares to look.
     *
     * @param metrics that are wanted
     * @param log hears of runs that have no detections
     */
    public LateMetrics(Metrics metrics, Consumer<String> log) {
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.log = requireNonNull(log, "log is null");
    }

    /**
     * A result with the values that it lacks and that can be had.
     *
     * @param label of the run, for messages
     * @param validation the split that it was scored on
     */
    public Result added(RunDirectory directory, String label, Result result, Supplier<Dataset> validation) {
        return known.computeIfAbsent(directory.path(), path -> read(directory, label, result, validation));
    }

    private Result read(RunDirectory directory, String label, Result result, Supplier<Dataset> validation) {
        List<String> missing = metrics.all().stream()
                .map(Metric::name)
                .filter(metric -> !result.metrics().containsKey(metric))
                .toList();
        if (missing.isEmpty()) {
            return result;
        }
        Path file = directory.detections();
        if (!Files.exists(file)) {
            log.accept(label + ": has no " + missing + ", and no detections to find them by; ./fpn eval "
                    + directory.path() + " --detections " + file + " makes them");
            return result;
        }
        try {
            Dataset dataset = validation.get();
            MetricValues values = new Scoring(new CocoParameters(), metrics)
                    .score(dataset, CocoDetectionsFile.read(file, CocoGroundTruth.of(dataset)))
                    .values();
            return added(result, values);
        } catch (UserInputException e) {
            log.accept(label + ": " + e.getMessage() + "; so there is no " + missing);
            return result;
        }
    }

    private static Result added(Result result, MetricValues values) {
        Map<String, Map<String, Double>> perClass = new LinkedHashMap<>(result.perClass());
        values.ofClasses().forEach((name, late) -> perClass.merge(name, late, LateMetrics::both));
        return result.with(both(result.metrics(), values.all()), perClass);
    }

    private static Map<String, Double> both(Map<String, Double> known, Map<String, Double> late) {
        Map<String, Double> both = new LinkedHashMap<>(known);
        late.forEach(both::putIfAbsent);
        return both;
    }
}
