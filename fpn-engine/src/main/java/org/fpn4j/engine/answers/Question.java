package org.fpn4j.engine.answers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * A few steps, what goes in, and what must come out.
 *
 * @param name what is computed, as "a dot product of 7 values"
 * @param maps those of the given values that steps take in whatever format they come
 * @param expected of some of the steps' outputs
 * @param exact whether every product and sum on the way is exact in every precision
 */
record Question(
        String name,
        List<Step> steps,
        Map<Value, float[]> given,
        Set<Value> maps,
        Map<Value, double[]> expected,
        boolean exact) {
    /** What came out wrong first, in a few words. */
    Optional<String> wrong(Map<Value, float[]> answer, double tolerance) {
        for (Map.Entry<Value, double[]> entry : expected.entrySet()) {
            float[] actual = answer.get(entry.getKey());
            double[] right = entry.getValue();
            double allowed = exact ? 0 : tolerance * largest(right);
            for (int i = 0; i < right.length; i++) {
                if (!(Math.abs(actual[i] - right[i]) <= allowed)) { // nor is it without a value
                    return Optional.of(name + " gives " + actual[i] + " for " + (float) right[i]);
                }
            }
        }
        return Optional.empty();
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** A question that comes about value by value. */
    static final class Builder {
        private final String name;
        private final List<Step> steps = new ArrayList<>();
        private final Map<Value, float[]> given = new LinkedHashMap<>();
        private final Set<Value> maps = new LinkedHashSet<>();
        private final Map<Value, double[]> expected = new LinkedHashMap<>();

        Builder(String name) {
            this.name = name;
        }

        /** A value that is given in row-major order. */
        Value plain(Shape shape, float... values) {
            return plain("given", shape, values);
        }

        /** The same under a name whose range is known. */
        Value plain(String range, Shape shape, float... values) {
            Value value = new Value(range, shape, new Value.Input());
            given.put(value, values);
            return value;
        }

        /** A map, given in the formats that maps have. */
        Value map(Shape shape, float... values) {
            Value value = plain(shape, values);
            maps.add(value);
            return value;
        }

        /** What a step makes. */
        Value made(Shape shape, double... right) {
            Value value = new Value("made", shape, new Value.Computed());
            expected.put(value, right);
            return value;
        }

        /** What a step makes for another one. */
        Value between(Shape shape, Value.Source source) {
            return new Value("between", shape, source);
        }

        Builder step(Instruction instruction, List<Value> inputs, List<Value> outputs) {
            steps.add(new Step(instruction, inputs, outputs, List.of(name)));
            return this;
        }

        /** All numbers are whole and small enough for every type and every order of sums. */
        Question exact() {
            return new Question(name, steps, given, maps, expected, true);
        }

        /** Values may be rounded on the way. */
        Question rounded() {
            return new Question(name, steps, given, maps, expected, false);
        }
    }
}
