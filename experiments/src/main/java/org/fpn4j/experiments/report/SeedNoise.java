package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fpn4j.evaluation.metric.Metric;

/**
 * Says in a sentence whether the best variant of a column is ahead of the second best by more than seeds alone explain:
 * Student's t test of two means at 95 %, two-sided, with the pooled standard deviation
 *
 * <pre>
 * s = sqrt(((n1 - 1) s1^2 + (n2 - 1) s2^2) / (n1 + n2 - 2))
 * noise = t(0.975, n1 + n2 - 2) * s * sqrt(1 / n1 + 1 / n2)
 * </pre>
 *
 * With fewer than three seeds on either side the sd is itself too uncertain, and the sentence says so.
 *
 * <p>Source: Student, "The Probable Error of a Mean", Biometrika 6, 1908.
 */
public final class SeedNoise {
    private static final int FEWEST_SEEDS = 3;

    /** The 0.975 quantile of Student's t for 1, 2, ... 30 degrees of freedom. */
    private static final double[] T_975 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL_975 = 1.960;

    private SeedNoise() {}

    /** The sentence for one metric of an ablation. */
    public static String verdict(Metric metric, List<VariantRow> variants) {
        List<VariantRow> ranked = new ArrayList<>(variants);
        ranked.removeIf(variant -> !variant.statistic(metric).isMeasured());
        Comparator<VariantRow> ascending =
                Comparator.comparingDouble(variant -> variant.statistic(metric).mean());
        ranked.sort(metric.largerIsBetter() ? ascending.reversed() : ascending);
        if (ranked.isEmpty()) {
            return metric.name() + ": no variant has a value, so there is nothing to compare.";
        }
        if (ranked.size() == 1) {
            return metric.name() + ": only " + ranked.get(0).label() + " has a value, so there is nothing to compare.";
        }
        return metric.name() + ": " + compare(metric, ranked.get(0), ranked.get(1));
    }

    private static String compare(Metric metric, VariantRow best, VariantRow second) {
        Statistic first = best.statistic(metric);
        Statistic other = second.statistic(metric);
        String seeds = "n = " + best.n() + " and " + second.n();
        double lead = Math.abs(first.mean() - other.mean());
        if (lead == 0) {
            return best.label() + " and " + second.label() + " have the same mean, " + Numbers.score(first.mean())
                    + " (" + seeds + ").";
        }
        String leads = best.label() + " leads " + second.label() + " by " + difference(lead) + " ("
                + Numbers.score(first.mean()) + " against " + Numbers.score(other.mean())
                + (metric.largerIsBetter() ? ")" : "; the smaller is the better)");
        if (Math.min(best.n(), second.n()) < FEWEST_SEEDS || Double.isNaN(first.sd() + other.sd())) {
            return leads + ", but n is too small to tell this from seed noise (" + seeds + "; it takes at least "
                    + FEWEST_SEEDS + " seeds each).";
        }
        int freedom = best.n() + second.n() - 2;
        double pooled = Math.sqrt(
                ((best.n() - 1) * first.sd() * first.sd() + (second.n() - 1) * other.sd() * other.sd()) / freedom);
        double noise = quantile(freedom) * pooled * Math.sqrt(1.0 / best.n() + 1.0 / second.n());
        String measure = "seed noise reaches " + difference(noise) + " (95 %, pooled sd " + difference(pooled) + ", "
                + seeds + ")";
        if (lead > noise) {
            return leads + ", which is more than seed noise: " + measure + ".";
        }
        return leads + ", which is within seed noise: " + measure + ". It is not shown that either is better.";
    }

    private static String difference(double value) {
        return value > 0 && value < 0.0005 ? "less than 0.001" : Numbers.fixed(value, 3);
    }

    /** Beyond the table by the first term of the expansion around the normal quantile, right to 0.003. */
    static double quantile(int freedom) {
        if (freedom <= T_975.length) {
            return T_975[freedom - 1];
        }
        return NORMAL_975 + (Math.pow(NORMAL_975, 3) + NORMAL_975) / (4 * freedom);
    }
}
