package org.fpn4j.heads.loss;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation;

/**
 * Sigmoid focal loss (Lin et al., arXiv:1708.02002v2, section 3).
 *
 * @param alpha share of positives in [0, 1]; negative: no balancing
 * @param gamma how much easy cells lose weight; 0 is cross-entropy. Other than 2 is slower, for it runs on ND4J's kernels
 * @param weight of this loss in the sum
 */
public record FocalConfig(
        @Range(min = -1, max = 1) double alpha,
        @Range(min = 0, max = 100) double gamma,
        @Range(min = 0, max = 1e6) double weight) {
    /** The paper's. */
    public FocalConfig() {
        this(0.25, 2, 1);
    }

    public FocalConfig {
        FieldChecks.of(FocalConfig.class)
                .bounds("alpha", alpha)
                .bounds("gamma", gamma)
                .bounds("weight", weight)
                .done();
    }

    /** The loss as a node of a graph. */
    public Operation.FocalLoss operation() {
        return new Operation.FocalLoss(alpha, gamma);
    }
}
