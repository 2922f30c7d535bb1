package org.fpn4j.evaluation.statistics;

/**
 * What replicates of the validation images say of a difference.
 *
 * @param ofMean V, the variance over replicates of the mean over seeds
 * @param ofSingle W, the mean over seeds of the variance over replicates
 * @param images m, how many images were drawn from
 * @param withObjects how many of them hold an object that is measured
 */
public record ImageVariance(double ofMean, double ofSingle, int images, int withObjects) {
    public ImageVariance {
        if (!(ofMean >= 0 && ofSingle >= 0)) {
            throw new IllegalArgumentException("variances[" + ofMean + ", " + ofSingle + "] must be >= 0");
        }
        if (images < 1) {
            throw new IllegalArgumentException("images[" + images + "] must be >= 1");
        }
    }

    /** The part that all seeds share, which more seeds do not shrink: {@code (n V - W) / (n - 1)}, at least 0. */
    double shared(int seeds) {
        return seeds == 1 ? ofMean : Math.max(0, (seeds * ofMean - ofSingle) / (seeds - 1));
    }
}
