package org.fpn4j.core.head;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a head remembers from one step to the next, as numbers by name, such as a running mean of positives. What they mean
 * is the head's affair; checkpoints hold them.
 *
 * @param numbers finite
 */
public record HeadState(Map<String, Double> numbers) {
    /** Before the first step. */
    public static final HeadState INITIAL = new HeadState(Map.of());

    private static final String BELOW = "/";

    public HeadState {
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
        numbers.forEach((name, number) -> {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("state[" + name + "] is " + number);
            }
        });
    }

    @JsonValue
    @Override
    public Map<String, Double> numbers() {
        return numbers;
    }

    /** A number; empty where none of this name is remembered. */
    public OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** The same with a number. */
    public HeadState with(String name, double number) {
        Map<String, Double> changed = new TreeMap<>(numbers);
        changed.put(name, number);
        return new HeadState(changed);
    }

    /** What one part of the head remembers, as {@link #with(String, HeadState)} put it here. */
    public HeadState part(String name) {
        Map<String, Double> part = new TreeMap<>();
        numbers.forEach((key, number) -> {
            if (key.startsWith(name + BELOW)) {
                part.put(key.substring(name.length() + BELOW.length()), number);
            }
        });
        return new HeadState(part);
    }

    /** The same with all that a part of the head remembers. */
    public HeadState with(String name, HeadState part) {
        Map<String, Double> changed = new TreeMap<>(numbers);
        changed.keySet().removeIf(key -> key.startsWith(name + BELOW));
        part.numbers().forEach((key, number) -> changed.put(name + BELOW + key, number));
        return new HeadState(changed);
    }
}
