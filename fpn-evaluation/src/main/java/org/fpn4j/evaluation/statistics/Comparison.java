package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * A variant beside the baseline, by one metric.
 *
 * @param differences by seed
 * @param estimate of the difference
 * @param interval at the probability that this comparison may err with
 * @param margin up to which variants count as equal
 * @param verdict what can be said
 */
public record Comparison(
        Differences differences, Estimate estimate, Interval interval, OptionalDouble margin, Verdict verdict) {
    public Comparison {
        requireNonNull(differences, "differences is null");
        requireNonNull(estimate, "estimate is null");
        requireNonNull(interval, "interval is null");
        requireNonNull(margin, "margin is null");
        requireNonNull(verdict, "verdict is null");
    }

    /**
     * Judges.
     *
     * @param alpha the probability that it may err with, of its family's divided by the number of comparisons
     * @param largerIsBetter false for a number of mistakes
     */
    public static Comparison of(
            Differences differences, Estimate estimate, double alpha, OptionalDouble margin, boolean largerIsBetter) {
        Interval interval = estimate.interval(alpha);
        Verdict verdict = estimate.seeds() == 1
                ? Verdict.NOT_TESTED
                : Verdict.of(interval, estimate.interval(Math.min(1, 2 * alpha)), margin);
        return new Comparison(
                differences, estimate, interval, margin, largerIsBetter ? verdict : verdict.ofSmallerIsBetter());
    }

    /** The variant. */
    public String name() {
        return differences.contrast().name();
    }

    /** The interval of the test for equivalence, at twice the probability. */
    public Interval equivalence() {
        return estimate.interval(Math.min(1, 2 * interval.alpha()));
    }

    /** How many seeds and images the question takes. */
    public Planning planning() {
        return estimate.planning(interval.alpha());
    }
}
