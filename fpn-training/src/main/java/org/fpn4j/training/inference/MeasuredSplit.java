package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a detector found on a split, and the losses of training on its images.
 *
 * @param losses means over the images, by name; empty where they were not measured
 */
public record MeasuredSplit(EvaluatedSplit evaluated, Map<String, Double> losses) {
    public MeasuredSplit {
        requireNonNull(evaluated, "evaluated is null");
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
}
