package org.fpn4j.heads.loss;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Normalizer;

/**
 * What the sums of the losses are divided by.
 *
 * <pre>
 * per_image      torchvision's RetinaNet
 * batch          torchvision's and the original FCOS, mmdetection
 * batch_plus_one EfficientDet
 * running_mean   detectron2; initial 100, FCOS 300
 * </pre>
 *
 * @param kind which number
 * @param momentum share of the old mean that stays; only {@code running_mean} reads it
 * @param initial mean before the first step; only {@code running_mean} reads it
 */
public record NormalizerConfig(
        Kind kind, @Range(min = 0, max = 1) double momentum, @Range(min = 1, max = 1e9) double initial)
        implements Normalizer {
    private static final String MEAN = "mean";

    /** Which number. Each is at least 1. A step's images are its batch, in however many runs they go through the network. */
    public enum Kind {
        /** The positives of each image; then the mean over the images of the step. */
        PER_IMAGE,
        /** The positives of the step. */
        BATCH,
        /** The positives of the step and one more. */
        BATCH_PLUS_ONE,
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
    public HeadState next(HeadState state, int positives) {
        if (kind != Kind.RUNNING_MEAN) {
            return state;
        }
        double old = state.number(MEAN).orElse(initial);
        return state.with(MEAN, momentum * old + (1 - momentum) * Math.max(1, positives));
    }

    @Override
    public HeadState next(HeadState state, List<ImageTargets> step) {
        return next(state, Arrays.stream(positives(step)).sum());
    }

    @Override
    public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
        return factors(positives(run), positives(step), state);
    }

    /** A running mean is one of whole steps; elsewhere images are divided by what is counted in them. */
    @Override
    public double ofWholeStep(String loss, int images, int step) {
        return kind == Kind.RUNNING_MEAN ? (double) step / images : 1;
    }

    private static int[] positives(List<ImageTargets> images) {
        return images.stream().mapToInt(ImageTargets::positives).toArray();
    }

    /**
     * The factor of each image's loss.
     *
     * @param run positives of each image of a run
     * @param step positives of each image of the whole step
     * @param state after this step
     */
    public double[] factors(int[] run, int[] step, HeadState state) {
        if (kind == Kind.RUNNING_MEAN) {
            double[] factors = new double[run.length];
            Arrays.fill(factors, 1 / state.number(MEAN).orElse(initial));
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
            factors[i] = switch (kind) {
                case PER_IMAGE -> 1 / (Math.max(least, run[i]) * step.length);
                case BATCH_PLUS_ONE -> 1 / (total + 1);
                default -> 1 / Math.max(least, total);
            };
        }
        return factors;
    }
}
