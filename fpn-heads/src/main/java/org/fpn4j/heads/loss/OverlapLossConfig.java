package org.fpn4j.heads.loss;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation;

/**
 * The box loss of a head that predicts distances.
 *
 * <pre>
 *                      torchvision, detectron2   original FCOS   mmdetection
 * kind                 giou                      giou            log_iou
 * centerness_weighted  false                     true            true
 * </pre>
 *
 * @param kind which loss
 * @param centernessWeighted whether cells count by their centre-ness; the sum is then divided by the sum of
 *     centre-ness targets (of the image or of the batch, as the normaliser says; of the batch for a running mean)
 * @param weight of this loss in the sum
 */
public record OverlapLossConfig(
        Operation.IouLoss.Kind kind, boolean centernessWeighted, @Range(min = 0, max = 1e6) double weight) {
    /** torchvision's. */
    public OverlapLossConfig() {
        this(Operation.IouLoss.Kind.GIOU, false, 1);
    }

    public OverlapLossConfig {
        FieldChecks.of(OverlapLossConfig.class).bounds("weight", weight).done();
    }

    /** The loss as a node of a graph. */
    public Operation.IouLoss operation() {
        return new Operation.IouLoss(kind);
    }
}
