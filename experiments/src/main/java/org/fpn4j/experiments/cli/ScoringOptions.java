package org.fpn4j.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.FoundMetric;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.experiments.scoring.FamilyConventions;
import org.fpn4j.experiments.scoring.MetricByConvention;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code score}, {@code eval} and {@code compare} measure; COCO's own, and what is on the class path, where nothing is said. */
final class ScoringOptions {
    @Option(
            names = "--metrics",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Families of metrics: coco, ap, froc, rsna, segm, tide, and those on the class path. Each has a section of the"
                            + " JSON under its name.")
    private List<String> names = List.of();

    @Option(
            names = "--max-detections",
            paramLabel = "N",
            description = "How many of the best detections of an image and class count; default 100.")
    private Integer maxDetections;

    @Option(names = "--class-agnostic", description = "Scores all objects as one class.")
    private boolean classAgnostic;

    @Mixin
    private FamilyConventions conventions;

    /** The scoring that is asked for, as {@link #metrics} and {@link #parameters} say. */
    Scoring scoring() {
        Metrics metrics = metrics(); // says all that is wrong
        return new Scoring(parameters(), metrics);
    }

    /** True where all metrics are wanted that there are. */
    boolean namesNoFamily() {
        return names.isEmpty();
    }

    /** True where COCO's parameters are its own. */
    boolean hasUsualParameters() {
        return parameters().equals(new CocoParameters());
    }

    /**
     * The metrics that are asked for.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong with the options
     */
    Metrics metrics() {
        return metrics(names);
    }

    /**
     * The metrics that are asked for, and one more.
     *
     * @throws org.fpn4j.config.problem.UserInputException as above
     */
    Metrics metricsWith(FoundMetric metric) {
        List<String> families = new ArrayList<>(names);
        families.add(metric.family());
        return metrics(families).with(metric.metric());
    }

    /** @param read families whose options are read */
    private Metrics metrics(List<String> read) {
        Problems problems = new Problems();
        CocoParameters parameters = parameters(problems);
        Optional<MetricFamilies> families = conventions.families(read, problems);
        problems.throwIfAny();
        if (names.isEmpty()) {
            return Metrics.found(parameters);
        }
        String place = "--metrics " + String.join(",", names);
        return Metrics.named(families.orElseThrow().named(names, place), parameters);
    }

    /**
     * All metrics of all families that there are, whether they are asked for or not.
     *
     * @throws org.fpn4j.config.problem.UserInputException where an option cannot be what it is
     */
    MetricFamilies families() {
        Problems problems = new Problems();
        Optional<MetricFamilies> families =
                conventions.families(MetricFamilies.usual().names(), problems);
        problems.throwIfAny();
        return families.orElseThrow();
    }

    /** Metrics with the conventions that they follow. */
    List<MetricByConvention> byConvention(List<Metric> metrics) {
        MetricFamilies families = families();
        return metrics.stream()
                .map(metric -> families.metric(metric.name(), parameters())
                        .map(found -> conventions.of(new FoundMetric(found.family(), metric)))
                        .orElseGet(() -> MetricByConvention.usual(metric)))
                .toList();
    }

    /**
     * COCO's parameters.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong with them
     */
    CocoParameters parameters() {
        Problems problems = new Problems();
        CocoParameters parameters = parameters(problems);
        problems.throwIfAny();
        return parameters;
    }

    private CocoParameters parameters(Problems problems) {
        CocoParameters parameters = new CocoParameters();
        if (maxDetections != null && maxDetections < 1) {
            problems.add(
                    "--max-detections " + maxDetections, "max-detections[" + maxDetections + "] must be 1 or more");
        } else if (maxDetections != null) {
            parameters = parameters.withMaxDetections(maxDetections);
        }
        return classAgnostic ? parameters.withoutClasses() : parameters;
    }
}
