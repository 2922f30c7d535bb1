package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A question to scores of variants: the sum of their scores by weights that sum to 0. A difference, a main effect and an
 * interaction are contrasts.
 *
 * @param name what it is called in tables
 * @param weights by variant; none is 0
 */
public record Contrast(String name, Map<String, Double> weights) {
    private static final double ROUNDING = 1e-9;
    private static final int ROUNDINGS = 8; // of a sum, by which equal scores may seem to differ

    public Contrast {
        requireNonNull(name, "name is null");
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        double sum = 0;
        for (Map.Entry<String, Double> weight : weights.entrySet()) {
            double value = weight.getValue();
            if (value == 0 || !Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "weight[" + value + "] of variant[" + weight.getKey() + "] must be a finite number, not 0");
            }
            sum += value;
        }
        if (weights.isEmpty() || Math.abs(sum) > ROUNDING) {
            throw new IllegalArgumentException("weights" + weights + " must sum to 0");
        }
    }

    /** How far a variant is ahead of the one that it is compared with. */
    public static Contrast difference(String variant, String baseline) {
        if (variant.equals(baseline)) {
            throw new IllegalArgumentException("variant[" + variant + "] cannot be compared with itself");
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(variant, 1.0);
        weights.put(baseline, -1.0);
        return new Contrast(variant, weights);
    }

    /** The weighted sum of what variants have; 0 where it is no more than rounding. */
    public double of(ToDoubleFunction<String> value) {
        double sum = 0;
        double size = 0;
        for (Map.Entry<String, Double> weight : weights.entrySet()) {
            double term = weight.getValue() * value.applyAsDouble(weight.getKey());
            sum += term;
            size += Math.abs(term);
        }
        return Math.abs(sum) <= ROUNDINGS * Math.ulp(size) ? 0 : sum;
    }
}
