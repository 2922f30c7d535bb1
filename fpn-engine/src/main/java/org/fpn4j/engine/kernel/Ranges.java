package org.fpn4j.engine.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How large the maps are that a network's convolutions read: what {@link Precision#INT8} divides into steps.
 *
 * @param values by the name of the value in a plan
 */
public record Ranges(Map<String, Range> values) {
    private static final float SMALLEST = 1e-30f; // its steps are numbers, and so are their reciprocals

    /** Nothing is known: every value stays a floating-point number. */
    public static final Ranges NONE = new Ranges(Map.of());

    /**
     * One map's range.
     *
     * @param signed whether values may be below 0, whatever was seen
     * @param bound the largest magnitude, finite and 0 or more
     */
    public record Range(boolean signed, float bound) {
        public Range {
            if (!(bound >= 0 && Float.isFinite(bound))) {
                throw new IllegalArgumentException("a bound must be finite and >= 0, got [" + bound + "]");
            }
        }
    }

    public Ranges {
        requireNonNull(values, "values is null");
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The range of a value; empty where none is known, or nothing but 0 was seen, or next to it. */
    public Optional<Range> of(String name) {
        return Optional.ofNullable(values.get(name)).filter(range -> range.bound() > SMALLEST);
    }
}
