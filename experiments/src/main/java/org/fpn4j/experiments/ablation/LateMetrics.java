package org.fpn4j.experiments.ablation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.run.RunDirectory.Result;

/**
 * Values of metrics that were not on the class path when a cell was finished, read of the detections that it kept. What the
 * cell's result says stays as it is.
 */
final class LateMetrics {
    private final List<String> wanted =
            Metrics.found().all().stream().map(Metric::name).toList();
    private final Function<Cell, Dataset> validation;
    private final Consumer<String> log;

    /**
     * Prepares to look.
     *
     * @param validation the split that a cell was scored on
     * @param log hears of cells that have no detections
     */
    LateMetrics(Function<Cell, Dataset> validation, Consumer<String> log) {
        this.validation = validation;
        this.log = log;
    }

    /** The outcomes with the values that they lack and that can be had. */
    List<CellOutcome> added(List<CellOutcome> outcomes) {
        return outcomes.stream().map(this::added).toList();
    }

    private CellOutcome added(CellOutcome outcome) {
        if (outcome.result().isEmpty()) {
            return outcome;
        }
        Result result = outcome.result().get();
        List<String> missing = wanted.stream()
                .filter(metric -> !result.metrics().containsKey(metric))
                .toList();
        if (missing.isEmpty()) {
            return outcome;
        }
        Path file = outcome.directory().detections();
        if (!Files.exists(file)) {
            log.accept(
                    outcome.cell().label() + ": has no " + missing + ", and no detections to find them by; ./fpn eval "
                            + outcome.directory().path() + " --detections " + file + " makes them");
            return outcome;
        }
        try {
            Dataset dataset = validation.apply(outcome.cell());
            MetricValues values = new Scoring()
                    .score(dataset, CocoDetectionsFile.read(file, CocoGroundTruth.of(dataset)))
                    .values();
            return outcome.with(added(result, values));
        } catch (UserInputException e) {
            log.accept(outcome.cell().label() + ": " + e.getMessage() + "; so there is no " + missing);
            return outcome;
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
