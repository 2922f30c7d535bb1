package org.fpn4j.experiments.run;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.Writing;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.GroundTruthDigest;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.Replicates;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.evaluation.statistics.DrawnScores;
import org.fpn4j.experiments.scoring.MetricByConvention;

/**
 * The scores of a finished run on draws of its validation images, kept beside its detections. Those of COCO's metrics are made
 * when the run ends; those of others, which may take long, when somebody compares by them.
 */
public final class RunReplicates {
    private RunReplicates() {}

    /** Makes and keeps those of COCO's metrics, of detections that are stored already; a split without images has none. */
    public static void write(RunDirectory directory, Dataset validation, List<CocoDetection> detections) {
        List<MetricByConvention> coco = Metrics.coco().in(Shown.TABLES).stream()
                .map(MetricByConvention::usual)
                .toList();
        made(directory, coco, validation, detections).ifPresent(file -> file.write(directory.replicates()));
    }

    private static Optional<ReplicatesFile> made(
            RunDirectory directory,
            List<MetricByConvention> metrics,
            Dataset validation,
            List<CocoDetection> detections) {
        CocoGroundTruth groundTruth = CocoGroundTruth.of(validation);
        if (groundTruth.imageIds().isEmpty()) {
            return Optional.empty();
        }
        Replicates drawn = Replicates.of(
                EvaluatedDetections.of(groundTruth, detections, new CocoParameters()),
                metrics.stream().map(MetricByConvention::metric).toList(),
                ImageDraws.USUAL);
        Map<String, DrawnScores> byKey = new LinkedHashMap<>();
        metrics.forEach(metric ->
                byKey.put(metric.key(), drawn.of(metric.metric().name()).orElseThrow()));
        return Optional.of(new ReplicatesFile(
                new Replicates(drawn.draws(), byKey),
                GroundTruthDigest.of(groundTruth),
                Digests.sha256(directory.detections())));
    }

    /**
     * Reads them, and makes those that are missing, of other detections or damaged.
     *
     * @param metrics that are wanted
     * @param validation the split that the run was scored on; asked for where something has to be made
     * @param log hears why there are none
     * @return those that are wanted, by the metrics' names; empty where the run keeps no detections, or its data cannot be read
     */
    public static Optional<ReplicatesFile> of(
            RunDirectory directory,
            List<MetricByConvention> metrics,
            Supplier<Dataset> validation,
            Consumer<String> log) {
        if (!Files.exists(directory.detections())) {
            log.accept(directory.path() + ": keeps no detections to draw from; ./fpn eval " + directory.path()
                    + " --detections " + directory.detections() + " makes them");
            return Optional.empty();
        }
        try {
            Optional<ReplicatesFile> stored = stored(directory, log);
            List<MetricByConvention> missing = metrics.stream()
                    .filter(metric -> stored.flatMap(file -> file.replicates().of(metric.key()))
                            .isEmpty())
                    .toList();
            return (missing.isEmpty() ? stored : completed(directory, stored, metrics, missing, validation.get(), log))
                    .map(file -> picked(file, metrics));
        } catch (UserInputException e) {
            log.accept(directory.path() + ": " + e.getMessage() + "; so its images cannot be drawn anew");
            return Optional.empty();
        }
    }

    /** Adds what is missing to what is stored, or makes all anew where that is of other images. */
    private static Optional<ReplicatesFile> completed(
            RunDirectory directory,
            Optional<ReplicatesFile> stored,
            List<MetricByConvention> metrics,
            List<MetricByConvention> missing,
            Dataset dataset,
            Consumer<String> log) {
        List<CocoDetection> detections = CocoDetectionsFile.read(directory.detections(), CocoGroundTruth.of(dataset));
        Optional<ReplicatesFile> added = made(directory, missing, dataset, detections);
        if (added.isEmpty()) {
            return added;
        }
        Optional<ReplicatesFile> whole;
        if (stored.isEmpty()) {
            whole = added;
        } else if (stored.get().isLike(added.get())) {
            whole = Optional.of(stored.get().and(added.get().replicates()));
        } else {
            log.accept(directory.replicates() + ": is of other images than the run's detections; it is made again");
            whole = made(directory, metrics, dataset, detections);
        }
        whole.ifPresent(file -> file.write(directory.replicates()));
        return whole;
    }

    private static ReplicatesFile picked(ReplicatesFile file, List<MetricByConvention> metrics) {
        Map<String, DrawnScores> byName = new LinkedHashMap<>();
        metrics.forEach(metric -> byName.put(
                metric.metric().name(), file.replicates().of(metric.key()).orElseThrow()));
        return file.with(new Replicates(file.replicates().draws(), byName));
    }

    /** The same where the split is at hand: what is stored of another number of images is made again. */
    public static Optional<ReplicatesFile> ofKnown(
            RunDirectory directory, List<MetricByConvention> metrics, Dataset validation, Consumer<String> log) {
        int images = CocoGroundTruth.of(validation).imageIds().size();
        Optional<ReplicatesFile> file = of(directory, metrics, () -> validation, log);
        if (file.isEmpty() || file.get().replicates().draws().images() == images) {
            return file;
        }
        log.accept(directory.replicates() + ": says that there are ["
                + file.get().replicates().draws().images() + "] images, and there are [" + images
                + "]; it is made again");
        Writing.guarded(directory.replicates(), () -> Files.delete(directory.replicates()));
        return of(directory, metrics, () -> validation, log);
    }

    private static Optional<ReplicatesFile> stored(RunDirectory directory, Consumer<String> log) {
        if (!Files.exists(directory.replicates())) {
            return Optional.empty();
        }
        try {
            ReplicatesFile file = ReplicatesFile.read(directory.replicates());
            boolean current = file.detectionsSha256().equals(Digests.sha256(directory.detections()));
            return current ? Optional.of(file) : Optional.empty();
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; it is made again");
            return Optional.empty();
        }
    }
}
