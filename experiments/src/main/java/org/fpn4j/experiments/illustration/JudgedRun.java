package org.fpn4j.experiments.illustration;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoCurves;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.mistake.ImageTally;
import org.fpn4j.evaluation.mistake.MatchRule;
import org.fpn4j.evaluation.mistake.Mistakes;
import org.fpn4j.experiments.report.PrecisionCurves;

/**
 * A run and what it found on the validation images.
 *
 * @param confident detections with the score that the rule asks for
 * @param mistakes by that rule
 * @param curves of each class
 */
record JudgedRun(TrainedRun run, List<CocoDetection> confident, Mistakes mistakes, List<PrecisionCurves> curves) {
    private static final double HALF = 0.5;
    private static final double THREE_QUARTERS = 0.75;
    private static final CocoParameters PARAMETERS = new CocoParameters().withIous(List.of(HALF, THREE_QUARTERS));

    JudgedRun {
        confident = List.copyOf(confident);
        curves = List.copyOf(curves);
    }

    /**
     * Judges the detections that a run has kept.
     *
     * @param log hears why there are none
     */
    static Optional<JudgedRun> of(TrainedRun run, CocoGroundTruth truth, MatchRule rule, Consumer<String> log) {
        if (!Files.exists(run.directory().detections())) {
            return Optional.empty(); // whoever draws images from them has said so
        }
        try {
            List<CocoDetection> detections =
                    CocoDetectionsFile.read(run.directory().detections(), truth);
            CocoCurves curves = CocoCurves.of(truth, detections, PARAMETERS);
            List<PrecisionCurves> byClass = new ArrayList<>();
            for (int place = 0; place < truth.categories().size(); place++) {
                CocoCurves ofClass = curves.ofClass(place);
                byClass.add(new PrecisionCurves(
                        ofClass.precisions(SizeClass.ALL, HALF), ofClass.precisions(SizeClass.ALL, THREE_QUARTERS)));
            }
            List<CocoDetection> confident = detections.stream()
                    .filter(detection -> detection.score() >= rule.score())
                    .toList();
            return Optional.of(new JudgedRun(run, confident, Mistakes.of(truth, confident, rule), byClass));
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; so the report shows nothing of these detections");
            return Optional.empty();
        }
    }

    ImageTally tally(long image) {
        return mistakes.images().get(image);
    }
}
