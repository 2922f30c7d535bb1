package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Mean and spread of one metric over seeds.
 *
 * @param mean negative, -1, where the data set holds nothing to measure
 * @param sd sample standard deviation, divided by n - 1; NaN for n = 1
 */
public record Statistic(double mean, double sd) {
    /**
     * The statistic of the values of all seeds; -1 without values or where one of them is negative.
     *
     * @param values one for each seed
     */
    public static Statistic of(List<Double> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 0)) {
            return new Statistic(-1, Double.NaN);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.size();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Statistic(mean, values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)));
    }

    /** False where there was nothing to measure. */
    public boolean isMeasured() {
        return mean >= 0;
    }
}
