package org.fpn4j.experiments.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.GroundTruthDigest;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.Replicates;
import org.fpn4j.evaluation.replicate.ReplicatesFile;

/** Anybody's COCO detections as variants: of each a file for each seed, in the same order. */
public final class ComparedFiles {
    private ComparedFiles() {}

    /**
     * Scores files against one ground truth, draws of its images included.
     *
     * @param files by the name of the variant
     * @param metrics of which those that stand in tables are read
     * @throws UserInputException with everything that is wrong in any file
     */
    public static List<ScoredRun> read(
            Path groundTruth, Map<String, List<Path>> files, CocoParameters parameters, Metrics metrics) {
        CocoGroundTruth truth =
                metrics.ofMasks() ? CocoGroundTruthFile.withMasks(groundTruth) : CocoGroundTruthFile.read(groundTruth);
        if (truth.imageIds().isEmpty()) {
            throw new UserInputException(groundTruth.toString(), "has no images, so there is nothing to draw from");
        }
        Map<Path, List<CocoDetection>> detections = detections(files, truth);
        String objects = GroundTruthDigest.of(truth);
        List<Metric> shown = metrics.in(Shown.TABLES);
        List<ScoredRun> runs = new ArrayList<>();
        files.forEach((variant, ofSeeds) -> {
            for (int seed = 0; seed < ofSeeds.size(); seed++) {
                Path file = ofSeeds.get(seed);
                EvaluatedDetections evaluated = EvaluatedDetections.of(truth, detections.get(file), parameters);
                Map<String, Double> values = new LinkedHashMap<>();
                shown.forEach(metric -> values.put(metric.name(), metric.value(evaluated)));
                Replicates replicates = Replicates.of(evaluated, shown, ImageDraws.USUAL);
                runs.add(new ScoredRun(
                        variant,
                        seed,
                        values,
                        Optional.of(new ReplicatesFile(replicates, objects, Digests.sha256(file)))));
            }
        });
        return runs;
    }

    private static Map<Path, List<CocoDetection>> detections(Map<String, List<Path>> files, CocoGroundTruth truth) {
        Map<Path, List<CocoDetection>> detections = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (List<Path> ofSeeds : files.values()) {
            for (Path file : ofSeeds) {
                try {
                    detections.put(file, CocoDetectionsFile.read(file, truth));
                } catch (UserInputException e) {
                    e.problems().forEach(problems::add);
                }
            }
        }
        problems.throwIfAny();
        return detections;
    }
}
