package org.fpn4j.experiments.illustration;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;

/** A run and what it found on the validation images. */
record KeptDetections(TrainedRun run, List<CocoDetection> all) {
    KeptDetections {
        all = List.copyOf(all);
    }

    /**
     * Reads those that a run has kept.
     *
     * @param log hears why they cannot be read; where there are none, whoever draws images from them says so
     */
    static Optional<KeptDetections> of(TrainedRun run, CocoGroundTruth truth, Consumer<String> log) {
        if (!Files.exists(run.directory().detections())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeptDetections(
                    run, CocoDetectionsFile.read(run.directory().detections(), truth)));
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; so the report shows nothing of these detections");
            return Optional.empty();
        }
    }
}
