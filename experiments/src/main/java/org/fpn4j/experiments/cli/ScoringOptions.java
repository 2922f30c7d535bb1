package org.fpn4j.experiments.cli;

import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoParameters;
import picocli.CommandLine.Option;

/** What {@code score} and {@code eval} measure; COCO's own where nothing is said. */
final class ScoringOptions {
    @Option(
            names = "--max-detections",
            paramLabel = "N",
            description = "How many of the best detections of an image and class count; default 100.")
    private Integer maxDetections;

    @Option(names = "--class-agnostic", description = "Scores all objects as one class.")
    private boolean classAgnostic;

    CocoParameters parameters() {
        CocoParameters parameters = new CocoParameters();
        if (maxDetections != null) {
            if (maxDetections < 1) {
                throw new UserInputException(
                        "--max-detections " + maxDetections, "max-detections[" + maxDetections + "] must be 1 or more");
            }
            parameters = parameters.withMaxDetections(maxDetections);
        }
        return classAgnostic ? parameters.withoutClasses() : parameters;
    }
}
