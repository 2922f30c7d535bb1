package org.fpn4j.data.survey;

import java.util.Collection;
import java.util.List;

/**
 * How some numbers are spread: the value below which each of {@link #SHARES} lies, between neighbours by a straight line
 * (Hyndman and Fan, The American Statistician 50, 1996, definition 7).
 *
 * @param count how many there are
 * @param values one for each share; none where there is no number
 */
public record Quantiles(int count, List<Double> values) {
    /** From the least to the largest. */
    public static final List<Double> SHARES = List.of(0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0);

    private static final int MEDIAN = SHARES.indexOf(0.5);

    public Quantiles {
        values = List.copyOf(values);
    }

    /** Those of numbers in any order. */
    public static Quantiles of(Collection<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        return new Quantiles(
                sorted.size(),
                sorted.isEmpty()
                        ? List.of()
                        : SHARES.stream().map(share -> at(sorted, share)).toList());
    }

    private static double at(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** NaN where there is no number. */
    public double median() {
        return count == 0 ? Double.NaN : values.get(MEDIAN);
    }

    /** NaN where there is no number. */
    public double largest() {
        return count == 0 ? Double.NaN : values.get(values.size() - 1);
    }
}
