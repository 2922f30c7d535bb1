package org.fpn4j.heads.centernet;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation;

/**
 * The focal loss of heat maps (arXiv:1904.07850v2, equation 1).
 *
 * @param alpha how much values lose weight that are nearly right
 * @param beta how much values lose weight that are near an object
 * @param weight of this loss in the sum
 */
public record HeatMapLossConfig(
        @Range(min = 0, max = 100) double alpha,
        @Range(min = 0, max = 100) double beta,
        @Range(min = 0, max = 1e6) double weight) {
    /** The paper's. */
    public HeatMapLossConfig() {
        this(2, 4, 1);
    }

    public HeatMapLossConfig {
        FieldChecks.of(HeatMapLossConfig.class)
                .bounds("alpha", alpha)
                .bounds("beta", beta)
                .bounds("weight", weight)
                .done();
    }

    /** The loss as a node of a graph. */
    public Operation.GaussianFocalLoss operation() {
        return new Operation.GaussianFocalLoss(alpha, beta);
    }
}
