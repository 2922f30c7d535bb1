package org.fpn4j.experiments.illustration;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.evaluation.coco.CocoCurves;
import org.fpn4j.evaluation.coco.CocoDetection;
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

    /** Judges what a run found. */
    static JudgedRun of(KeptDetections kept, CocoGroundTruth truth, MatchRule rule) {
        CocoCurves curves = CocoCurves.of(truth, kept.all(), PARAMETERS);
        List<PrecisionCurves> byClass = new ArrayList<>();
        for (int place = 0; place < truth.categories().size(); place++) {
            CocoCurves ofClass = curves.ofClass(place);
            byClass.add(new PrecisionCurves(
                    ofClass.precisions(SizeClass.ALL, HALF), ofClass.precisions(SizeClass.ALL, THREE_QUARTERS)));
        }
        List<CocoDetection> confident = kept.all().stream()
                .filter(detection -> detection.score() >= rule.score())
                .toList();
        return new JudgedRun(kept.run(), confident, Mistakes.of(truth, confident, rule), byClass);
    }

    ImageTally tally(long image) {
        return mistakes.images().get(image);
    }
}
