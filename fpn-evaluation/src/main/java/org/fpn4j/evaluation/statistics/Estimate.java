package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A difference as seeds and images show it, with all that its interval takes. Two things make it differ from the difference that
 * endless seeds and images would show: which seeds were trained, and which images were drawn; the second is the same for
 * all seeds. Another training set is not in it.
 *
 * <p>The interval is {@code t(1 - a/2, n - 1) sqrt(s2 / n)} for seeds and {@code t(1 - a/2, m - 1) sqrt(vI)} for images, squared
 * and added. Differences are paired by seed, so that variances need not be equal and variants may be correlated.
 *
 * @param value D, the mean difference over seeds
 * @param seeds n, those that all variants of the contrast have
 * @param seedVariance s2, the variance of the differences over seeds; 0 with one seed
 * @param images what image replicates say; empty where there are none, or where each seed has images of its own
 * @param overlap what is added to {@code 1 / n} where each seed draws its own training and validation images from one set:
 *     validation images for each training image (Nadeau and Bengio 2003); 0 where all seeds have the same
 */
public record Estimate(double value, int seeds, double seedVariance, Optional<ImageVariance> images, double overlap) {
    private static final double SMALLEST_P = 1e-12;
    private static final double POWER = 0.8;
    private static final int HALVINGS = 200;

    public Estimate {
        requireNonNull(images, "images is null");
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds[" + seeds + "] must be >= 1");
        }
        if (!Double.isFinite(value) || !(seedVariance >= 0) || !(overlap >= 0)) {
            throw new IllegalArgumentException("value[" + value + "], seedVariance[" + seedVariance + "], overlap["
                    + overlap + "] must be numbers, the last two >= 0");
        }
    }

    /** vI, the variance that all seeds share because they are scored on the same images; 0 where that is not known. */
    public double sharedVariance() {
        return images.map(variance -> variance.shared(seeds)).orElse(0.0);
    }

    /**
     * The interval that misses with a probability.
     *
     * @param alpha 0.05 for 95 %
     */
    public Interval interval(double alpha) {
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha[" + alpha + "] must be within (0, 1]");
        }
        double ofSeeds = seedVariance == 0
                ? 0
                : Quantiles.studentBothTails(alpha, seeds - 1) * Math.sqrt((1.0 / seeds + overlap) * seedVariance);
        double shared = sharedVariance();
        int imageFreedom = images.map(variance -> variance.images() - 1).orElse(0);
        double ofImages = shared == 0 || imageFreedom == 0
                ? 0
                : Quantiles.studentBothTails(alpha, imageFreedom) * Math.sqrt(shared);
        return new Interval(value, ofSeeds, ofImages, alpha);
    }

    /** The probability at which the interval just reaches 0, two-sided. */
    public double pValue() {
        double distance = Math.abs(value);
        if (distance == 0) {
            return 1;
        }
        if (interval(SMALLEST_P).half() <= distance) {
            return SMALLEST_P;
        }
        double low = Math.log(SMALLEST_P);
        double high = 0;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (interval(Math.exp(middle)).half() > distance) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /**
     * How much of this could be told with other numbers of seeds and images; where each seed splits the images anew, what its
     * own number finds.
     */
    public Planning planning(double alpha) {
        return new Planning(
                seedVariance * (1 + seeds * overlap),
                sharedVariance(),
                images.map(ImageVariance::images).orElse(0),
                alpha,
                POWER);
    }
}
