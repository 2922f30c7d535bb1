package org.fpn4j.heads.loss;

import java.util.Arrays;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.HeadGeometry.NormalizerState;

/**
 * What the sums of the losses are divided by.
 *
 * <pre>
 * per_image      torchvision's RetinaNet
 * batch          torchvision's and the original FCOS, mmdetection
 * running_mean   detectron2; initial 100, FCOS 300
 * </pre>
 *
 * @param kind which number
 * @param momentum share of the old mean that stays; only {@code running_mean} reads it
 * @param initial mean before the first step; only {@code running_mean} reads it
 */
public record NormalizerConfig(
        Kind kind, @Range(min = 0, max = 1) double momentum, @Range(min = 1, max = 1e9) double initial) {
    /** Which number. Each is at least 1. A step's images are its batch, in however many runs they go through the network. */
    public enum Kind {
        /** The positives of each image; then the mean over the images of the step. */
        PER_IMAGE,
        /** The positives of the step. */
        BATCH,
        /** The running mean of the positives of all steps so far. */
        RUNNING_MEAN
    }

    /** The given kind with detectron2's running mean. */
    public NormalizerConfig(Kind kind) {
        this(kind, 0.9, 100);
    }

    public NormalizerConfig {
        FieldChecks.of(NormalizerConfig.class)
                .bounds("momentum", momentum)
                .bounds("initial", initial)
                .done();
    }

    /** The state after a step; only a running mean changes it. */
    public NormalizerState next(NormalizerState state, int positives) {
        if (kind != Kind.RUNNING_MEAN) {
            return state;
        }
        double old = state.mean() < 0 ? initial : state.mean();
        return new NormalizerState(momentum * old + (1 - momentum) * Math.max(1, positives));
    }

    /**
     * The factor of each image's loss.
     *
     * @param run positives of each image of a run
     * @param step positives of each image of the whole step
     * @param state after this step
     */
    public double[] factors(int[] run, int[] step, NormalizerState state) {
        if (kind == Kind.RUNNING_MEAN) {
            double[] factors = new double[run.length];
            Arrays.fill(factors, 1 / state.mean());
            return factors;
        }
        return factors(
                Arrays.stream(run).asDoubleStream().toArray(),
                Arrays.stream(step).asDoubleStream().toArray(),
                1);
    }

    /**
     * The factor of each image's loss where it is not positives that are counted.
     *
     * @param run amounts of each image of a run
     * @param step amounts of each image of the whole step
     * @param least that a factor's divisor is
     */
    public double[] factors(double[] run, double[] step, double least) {
        double[] factors = new double[run.length];
        double total = Arrays.stream(step).sum();
        for (int i = 0; i < factors.length; i++) {
            factors[i] =
                    kind == Kind.PER_IMAGE ? 1 / (Math.max(least, run[i]) * step.length) : 1 / Math.max(least, total);
        }
        return factors;
    }
}
