package org.fpn4j.experiments.report;

import java.util.List;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.evaluation.mistake.MatchRule;

/**
 * What the runs of one variant found.
 *
 * @param rule by which detections are right or wrong
 * @param runs how many
 * @param images of the validation set
 * @param confusion of all runs together
 * @param curves of each class, in the order of the matrix
 */
public record VariantFindings(
        String label, MatchRule rule, int runs, int images, ConfusionMatrix confusion, List<PrecisionCurves> curves) {
    public VariantFindings {
        curves = List.copyOf(curves);
    }
}
