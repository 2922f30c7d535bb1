package org.fpn4j.heads.rpn;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * How many of an image's candidates a loss sees, drawn at random: so many positives as there are, but no more than their
 * share, and negatives for the rest (arXiv:1506.01497v3, section 3.1.3).
 *
 * @param count of an image
 * @param positiveFraction largest share of positives
 */
public record SamplingConfig(
        @Range(min = 1, max = 100000) int count, @Range(min = 0, max = 1) double positiveFraction) {
    public SamplingConfig {
        FieldChecks.of(SamplingConfig.class)
                .bounds("count", count)
                .bounds("positiveFraction", positiveFraction)
                .done();
    }

    /** How many positives are drawn at most. */
    public int mostPositives() {
        return (int) (count * positiveFraction);
    }

    /** How many positives are drawn of so many. */
    public int positives(int available) {
        return Math.min(available, mostPositives());
    }

    /** How many negatives are drawn of so many, beside the positives. */
    public int negatives(int available, int positives) {
        return Math.min(available, count - positives);
    }
}
