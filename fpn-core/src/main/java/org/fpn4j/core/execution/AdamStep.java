package org.fpn4j.core.execution;

/**
 * The numbers of one step of Adam with decoupled weight decay.
 *
 * @param rate step size
 * @param beta1 share of the old mean that is kept
 * @param beta2 share of the old mean square that is kept
 * @param epsilon added to the root
 * @param decay factor of the decay
 * @param number of the step, from 1
 */
public record AdamStep(double rate, double beta1, double beta2, double epsilon, double decay, long number) {
    /** Share of a value that is left of it where it decays. */
    public double kept() {
        return 1 - rate * decay;
    }

    /** Factor of the mean, which began at zero. */
    public double meanRate() {
        return rate / (1 - Math.pow(beta1, number));
    }

    /** What the mean square, which began at zero, is divided by. */
    public double squareBias() {
        return 1 - Math.pow(beta2, number);
    }
}
