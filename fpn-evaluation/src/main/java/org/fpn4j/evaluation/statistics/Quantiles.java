package org.fpn4j.evaluation.statistics;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles by the probability below them. */
final class Quantiles {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Quantiles() {}

    static double normal(double below) {
        return NORMAL.inverseCumulativeProbability(below);
    }

    /** Of Student's t. */
    static double student(double below, int freedom) {
        return TDistribution.of(freedom).inverseCumulativeProbability(below);
    }

    /** Of Student's t, by the probability of both tails together, which may be tiny. */
    static double studentBothTails(double outside, int freedom) {
        return TDistribution.of(freedom).inverseSurvivalProbability(outside / 2);
    }

    static double normalBothTails(double outside) {
        return NORMAL.inverseSurvivalProbability(outside / 2);
    }

    static double chiSquared(double below, int freedom) {
        return ChiSquaredDistribution.of(freedom).inverseCumulativeProbability(below);
    }
}
