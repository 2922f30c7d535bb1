package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The score of one training.
 *
 * @param variant what was trained
 * @param seed that it was trained with
 * @param value of the metric; -1 where there was nothing to measure
 * @param drawn the same on draws of images, where they are at hand
 */
public record Scored(String variant, long seed, double value, Optional<DrawnScores> drawn) {
    public Scored {
        requireNonNull(variant, "variant is null");
        requireNonNull(drawn, "drawn is null");
        if (!(value >= 0 || value == -1)) {
            throw new IllegalArgumentException("value[" + value + "] must be >= 0, or -1");
        }
    }

    boolean isMeasured() {
        return value >= 0;
    }
}
