package org.fpn4j.training.optimization;

import org.fpn4j.core.execution.FlatVector;

/** Euclidean norm of a long vector, whose squares are added in {@code float64}: clipping goes by it. */
public final class GradientNorm {
    private GradientNorm() {}

    /** The norm; not finite where a value is not. */
    public static double of(FlatVector vector) {
        return Math.sqrt(vector.memory().algebra().sumOfSquares(vector));
    }
}
