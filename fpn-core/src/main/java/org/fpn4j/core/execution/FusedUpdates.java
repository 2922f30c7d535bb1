package org.fpn4j.core.execution;

/**
 * Updates of all that is trained, each in one pass over the vectors: for memories in which asking for an operation of a {@link
 * VectorAlgebra} takes longer than computing it. Value by value in {@code float32} and in the order of the formulas, numbers
 * rounded to it first. Vectors lie in one memory, and all of a call are equally long.
 */
public interface FusedUpdates {
    /**
     * Stochastic gradient descent with momentum: {@code v = momentum v + (g + decay p)}, {@code p = p - rate v}. What does not
     * decay gets {@code g} alone.
     *
     * @param buffers {@code p} and {@code g}, which may change
     * @param velocity {@code v}
     */
    void sgd(ParameterBuffers buffers, FlatVector velocity, double momentum, double decay, double rate);

    /**
     * Adam with decoupled weight decay: {@code p = kept p} where it decays; {@code m = b1 m + (1 - b1) g}, {@code v = b2 v + (1 -
     * b2) g g}; {@code p = p - (meanRate m) / (sqrt(v / squareBias) + epsilon)}.
     *
     * @param buffers {@code p} and {@code g}
     * @param mean {@code m}
     * @param meanSquare {@code v}
     */
    void adamW(ParameterBuffers buffers, FlatVector mean, FlatVector meanSquare, AdamStep step);

    /** Running mean: {@code mean = kept mean + (1 - kept) values}. */
    void runningMean(FlatVector mean, FlatVector values, double kept);
}
