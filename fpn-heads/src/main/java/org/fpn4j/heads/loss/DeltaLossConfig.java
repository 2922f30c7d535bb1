package org.fpn4j.heads.loss;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation;

/**
 * The box loss of an anchor head.
 *
 * <pre>
 * torchvision v1   l1
 * torchvision v2   giou
 * detectron2       smooth_l1, beta 0.1
 * mmdetection      l1
 * EfficientDet     huber, beta 0.1, weight 50
 * </pre>
 *
 * @param kind which loss
 * @param beta of {@code smooth_l1} and {@code huber}: quadratic below; the others do not read it
 * @param weight of this loss in the sum
 */
public record DeltaLossConfig(
        Kind kind, @Range(min = 0, max = 1000, aboveMin = true) double beta, @Range(min = 0, max = 1e6) double weight) {
    /** Which loss. */
    public enum Kind {
        /** Absolute difference of the deltas. */
        L1,
        /** Absolute difference of the deltas, quadratic near 0. */
        SMOOTH_L1,
        /** The mean of the four deltas' Huber losses: a quarter of {@code beta} times {@link #SMOOTH_L1}. */
        HUBER,
        /** 1 - GIoU of the boxes (arXiv:1902.09630v2). */
        GIOU
    }

    /** torchvision's first version. */
    public DeltaLossConfig() {
        this(Kind.L1, 1.0 / 9, 1); // 1/9 is Faster R-CNN's beta
    }

    public DeltaLossConfig {
        FieldChecks.of(DeltaLossConfig.class)
                .bounds("beta", beta)
                .bounds("weight", weight)
                .done();
    }

    /** The loss as a node of a graph. */
    public Operation.Loss operation() {
        return switch (kind) {
            case L1 -> new Operation.SmoothL1Loss(0);
            case SMOOTH_L1, HUBER -> new Operation.SmoothL1Loss(beta);
            case GIOU -> new Operation.IouLoss(Operation.IouLoss.Kind.GIOU);
        };
    }

    /** What the operation's value is multiplied by in the sum of losses. */
    public double factor() {
        return kind == Kind.HUBER ? weight * beta / 4 : weight;
    }

    /** Whether it compares boxes instead of deltas. */
    public boolean comparesBoxes() {
        return kind == Kind.GIOU;
    }
}
