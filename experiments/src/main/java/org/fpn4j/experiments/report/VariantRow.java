package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One combination of axis values, over its seeds.
 *
 * @param axisValues axis name to value, in the order of the axes
 * @param n seeds that are done
 * @param metrics {@code AP, AP50, AP75, AP_S, AP_M, AP_L} over those seeds
 * @param params parameters of the whole detector
 * @param macs multiply-accumulates of one forward pass of one image
 * @param trainSeconds mean over the seeds, of wall clock
 */
public record VariantRow(
        Map<String, String> axisValues,
        int n,
        Map<String, Statistic> metrics,
        long params,
        long macs,
        double trainSeconds) {
    public VariantRow {
        axisValues = Collections.unmodifiableMap(new LinkedHashMap<>(axisValues));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** The variant in a few words: its axis values. */
    public String label() {
        return label(axisValues);
    }

    static String label(Map<String, String> axisValues) {
        return String.join(", ", axisValues.values());
    }

    /** The statistic of a metric; nothing measured where the row does not have it. */
    Statistic metric(String name) {
        return metrics.getOrDefault(name, new Statistic(-1, Double.NaN));
    }
}
