package org.fpn4j.heads;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Shape;

/** Inputs by formula, the same as in the golden files' scripts. */
public final class Wave {
    private Wave() {}

    /** {@code amplitude * sin(0.618 i + 0.0001 i^2 + sum of the name's characters)}. */
    public static float[] values(String name, long count, double amplitude) {
        int phase = name.chars().sum();
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (amplitude * Math.sin(0.618 * i + 0.0001 * i * i + phase));
        }
        return values;
    }

    /** Every input whose name starts with {@code level_}, by its own name and amplitude 1. */
    public static Map<String, float[]> levels(Map<String, Shape> inputs) {
        Map<String, float[]> levels = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> {
            if (name.startsWith("level_")) {
                levels.put(name, values(name, shape.size(), 1));
            }
        });
        return levels;
    }
}
