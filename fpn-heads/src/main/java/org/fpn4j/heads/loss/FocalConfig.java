package org.fpn4j.heads.loss;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.problem.FieldChecks;

/**
 * Sigmoid focal loss (Lin et al., arXiv:1708.02002v2, section 3).
 *
 * @param alpha share of positives in [0, 1]; negative: no balancing
 * @param gamma how much easy cells lose weight; 0 is cross-entropy
 * @param weight of this loss in the sum
 */
public record FocalConfig(double alpha, double gamma, double weight) {
    /** The paper's. */
    public FocalConfig() {
        this(0.25, 2, 1);
    }

    public FocalConfig {
        new FieldChecks()
                .require(alpha <= 1, "alpha", alpha, "must be <= 1")
                .atLeast("gamma", gamma, 0)
                .atLeast("weight", weight, 0)
                .done();
    }

    public Operation operation() {
        return new Operation.FocalLoss(alpha, gamma);
    }
}
