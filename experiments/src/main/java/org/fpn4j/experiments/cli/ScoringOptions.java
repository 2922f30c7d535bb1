package org.fpn4j.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.MetricFamily;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Scoring;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code score}, {@code eval} and {@code compare} measure; COCO's own, and what is on the class path, where nothing is said. */
final class ScoringOptions {
    @Option(
            names = "--metrics",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Families of metrics: coco, ap, froc, rsna, tide, and those on the class path. Each has a section of the"
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
    private FrocOptions froc;

    @Mixin
    private FamilyOptions others;

    /** The scoring that is asked for, as {@link #metrics} and {@link #parameters} say. */
    Scoring scoring() {
        Metrics metrics = metrics(); // says all that is wrong
        return new Scoring(parameters(), metrics);
    }

    /** True where nothing is said. */
    boolean areUsual() {
        return names.isEmpty() && parameters().equals(new CocoParameters());
    }

    /**
     * The metrics that are asked for.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong with the options
     */
    Metrics metrics() {
        Problems problems = new Problems();
        CocoParameters parameters = parameters(problems);
        List<MetricFamily> own = new ArrayList<>();
        froc.family(names, problems).ifPresent(own::add);
        own.addAll(others.families(names, problems));
        problems.throwIfAny();
        if (names.isEmpty()) {
            return Metrics.found(parameters);
        }
        String place = "--metrics " + String.join(",", names);
        return Metrics.named(MetricFamilies.with(own).named(names, place), parameters);
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
