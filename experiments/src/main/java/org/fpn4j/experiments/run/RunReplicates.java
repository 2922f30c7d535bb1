package org.fpn4j.experiments.run;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.GroundTruthDigest;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.Replicates;
import org.fpn4j.evaluation.replicate.ReplicatesFile;

/** The scores of a finished run on draws of its validation images, kept beside its detections. */
public final class RunReplicates {
    private RunReplicates() {}

    /** Makes and keeps them of detections that are stored already; a split without images has none. */
    public static Optional<ReplicatesFile> write(
            RunDirectory directory, Dataset validation, List<CocoDetection> detections) {
        CocoGroundTruth groundTruth = CocoGroundTruth.of(validation);
        if (groundTruth.imageIds().isEmpty()) {
            return Optional.empty();
        }
        ReplicatesFile file = new ReplicatesFile(
                Replicates.of(
                        EvaluatedDetections.of(groundTruth, detections, new CocoParameters()),
                        metrics(),
                        ImageDraws.USUAL),
                GroundTruthDigest.of(groundTruth),
                Digests.sha256(directory.detections()));
        file.write(directory.replicates());
        return Optional.of(file);
    }

    /** Those that tables show; others are for files. */
    private static List<Metric> metrics() {
        return Metrics.found().in(Shown.TABLES);
    }

    /**
     * Reads them, or makes them anew where they are missing, damaged, of other detections or without a metric.
     *
     * @param validation the split that the run was scored on
     * @param log hears why there are none
     * @return empty where the run keeps no detections, or its data cannot be read
     */
    public static Optional<ReplicatesFile> of(
            RunDirectory directory, Supplier<Dataset> validation, Consumer<String> log) {
        if (!Files.exists(directory.detections())) {
            log.accept(directory.path() + ": keeps no detections to draw from; ./fpn eval " + directory.path()
                    + " --detections " + directory.detections() + " makes them");
            return Optional.empty();
        }
        try {
            Optional<ReplicatesFile> stored = stored(directory, log);
            if (stored.isPresent()) {
                return stored;
            }
            Dataset dataset = validation.get();
            return write(
                    directory, dataset, CocoDetectionsFile.read(directory.detections(), CocoGroundTruth.of(dataset)));
        } catch (UserInputException e) {
            log.accept(directory.path() + ": " + e.getMessage() + "; so its images cannot be drawn anew");
            return Optional.empty();
        }
    }

    private static Optional<ReplicatesFile> stored(RunDirectory directory, Consumer<String> log) {
        if (!Files.exists(directory.replicates())) {
            return Optional.empty();
        }
        try {
            ReplicatesFile file = ReplicatesFile.read(directory.replicates());
            boolean current = file.detectionsSha256().equals(Digests.sha256(directory.detections()))
                    && metrics().stream()
                            .allMatch(metric ->
                                    file.replicates().of(metric.name()).isPresent());
            return current ? Optional.of(file) : Optional.empty();
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; it is made again");
            return Optional.empty();
        }
    }
}
