package org.fpn4j.evaluation.statistics;

/**
 * Where a difference lies, around its estimate.
 *
 * @param value the estimate
 * @param halfSeeds half the width that seeds alone would give; 0 with one seed
 * @param halfImages half the width that images alone would give; 0 where no replicates are at hand
 * @param alpha the probability that it misses, 0.05 for 95 %
 */
public record Interval(double value, double halfSeeds, double halfImages, double alpha) {
    /** The two halves, squared and added (Howe 1974; Zou and Donner 2008). */
    public double half() {
        return Math.hypot(halfSeeds, halfImages);
    }

    /** The lower end. */
    public double low() {
        return value - half();
    }

    /** The upper end. */
    public double high() {
        return value + half();
    }
}
