package org.fpn4j.evaluation.statistics;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What true difference a number of seeds finds, and what number finds a difference.
 *
 * @param seedVariance of differences over seeds
 * @param sharedVariance of what all seeds share because of the images
 * @param images that the shared variance is of; 0 where it is not known
 * @param alpha the probability that a verdict errs
 * @param power the probability that a true difference is found
 */
public record Planning(double seedVariance, double sharedVariance, int images, double alpha, double power) {
    private static final int MOST_SEEDS = 1_000_000;
    private static final double UNLIKELY = 0.2; // of each end of a range

    /** Seeds, with the range that the few seeds of a pilot leave open. */
    public record Seeds(int few, int about, int many) {}

    /** The noise floor: the smallest true difference that this many seeds find. */
    public double floor(int seeds) {
        if (seeds < 2) {
            throw new IllegalArgumentException("seeds[" + seeds + "] must be >= 2");
        }
        double ofSeeds = seedVariance == 0
                ? 0
                : square(Quantiles.studentBothTails(alpha, seeds - 1) + Quantiles.student(power, seeds - 1))
                        * seedVariance
                        / seeds;
        return Math.sqrt(ofSeeds + square(floorOfImages()));
    }

    /** The smallest true difference that endless seeds find on these images. */
    public double floorOfImages() {
        return bothTails() * Math.sqrt(sharedVariance);
    }

    /** How many seeds find a difference; empty where no number does on these images. */
    public OptionalInt seeds(double target) {
        requireTarget(target);
        if (floor(MOST_SEEDS) > target) {
            return OptionalInt.empty();
        }
        int enough = 2;
        while (floor(enough) > target) {
            enough *= 2;
        }
        int tooFew = enough / 2;
        while (enough - tooFew > 1) {
            int middle = (enough + tooFew) / 2;
            if (floor(middle) > target) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return OptionalInt.of(Math.max(2, enough));
    }

    /**
     * The same with the range of what is likely, because the variance itself is estimated.
     *
     * @param estimatedFrom how many seeds the variance was estimated from, at least 2
     * @return empty where no number of seeds finds it
     */
    public Optional<Seeds> seeds(double target, int estimatedFrom) {
        OptionalInt about = seeds(target);
        if (about.isEmpty()) {
            return Optional.empty();
        }
        int freedom = estimatedFrom - 1;
        OptionalInt few = withSeedVariance(seedVariance * freedom / Quantiles.chiSquared(1 - UNLIKELY, freedom))
                .seeds(target);
        OptionalInt many = withSeedVariance(seedVariance * freedom / Quantiles.chiSquared(UNLIKELY, freedom))
                .seeds(target);
        return Optional.of(new Seeds(few.orElse(about.getAsInt()), about.getAsInt(), many.orElse(MOST_SEEDS)));
    }

    /** How many images endless seeds would need to find a difference; empty where that is not known. */
    public OptionalLong images(double target) {
        requireTarget(target);
        if (images == 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) Math.ceil(images * square(bothTails() / target) * sharedVariance));
    }

    /** The same question on endless images. */
    public Planning withoutImageNoise() {
        return new Planning(seedVariance, 0, images, alpha, power);
    }

    private Planning withSeedVariance(double other) {
        return new Planning(other, sharedVariance, images, alpha, power);
    }

    private double bothTails() {
        return Quantiles.normalBothTails(alpha) + Quantiles.normal(power);
    }

    private static void requireTarget(double target) {
        if (!(target > 0)) {
            throw new IllegalArgumentException("target[" + target + "] must be > 0");
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
