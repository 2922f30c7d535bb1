package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.graph.Operation;

/**
 * A loss whose target is made in the graph, as that of regions which are sampled there. Its weights hold the normaliser.
 *
 * @param name as metrics show it
 * @param operation of a prediction, a target and a weight per row: a weighted sum
 * @param prediction what is compared
 * @param target with what
 * @param weights {@code [N, rows]}
 * @param weight of this loss in the sum of all
 */
public record MadeLoss(
        String name,
        Operation operation,
        Loss.Prediction prediction,
        Loss.Prediction target,
        Loss.Prediction weights,
        double weight) {
    public MadeLoss {
        requireNonNull(name, "name is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(prediction, "prediction is null");
        requireNonNull(target, "target is null");
        requireNonNull(weights, "weights is null");
    }
}
