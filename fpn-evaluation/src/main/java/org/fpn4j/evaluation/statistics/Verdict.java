package org.fpn4j.evaluation.statistics;

import java.util.Locale;
import java.util.OptionalDouble;

/** What a comparison with a baseline says. */
public enum Verdict {
    /** The interval is above 0. */
    BETTER,
    /** The interval is below 0. */
    WORSE,
    /** Neither, and the interval of the equivalence test is within the margin. */
    EQUIVALENT,
    /** Nothing of this is shown. */
    UNDECIDED,
    /** One seed: nothing can be. */
    NOT_TESTED;

    /**
     * By two intervals.
     *
     * @param interval at the probability that the comparison may err with
     * @param equivalence at twice that probability (two one-sided tests, Schuirmann 1987)
     * @param margin up to which variants count as equal; none: they never do
     */
    public static Verdict of(Interval interval, Interval equivalence, OptionalDouble margin) {
        return of(interval.low(), interval.high(), equivalence.low(), equivalence.high(), margin);
    }

    static Verdict of(double low, double high, double equivalenceLow, double equivalenceHigh, OptionalDouble margin) {
        if (low > 0) {
            return BETTER;
        }
        if (high < 0) {
            return WORSE;
        }
        boolean within =
                margin.isPresent() && equivalenceLow > -margin.getAsDouble() && equivalenceHigh < margin.getAsDouble();
        return within ? EQUIVALENT : UNDECIDED;
    }

    /** The same of a number of which the smaller is the better. */
    public Verdict ofSmallerIsBetter() {
        return switch (this) {
            case BETTER -> WORSE;
            case WORSE -> BETTER;
            case EQUIVALENT, UNDECIDED, NOT_TESTED -> this;
        };
    }

    /** As it is read: {@code not tested}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
