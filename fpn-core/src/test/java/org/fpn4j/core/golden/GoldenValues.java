package org.fpn4j.core.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * Weights and inputs that Java and Python compute alike from a tensor's name, so that golden files hold outputs only.
 * {@code golden_values.py} beside the golden files is the other half.
 *
 * <pre>
 * h    = FNV-1a, 32 bits, over the name's characters
 * u(i) = mix(h + i * 0x9E3779B1) / 2^31 - 1, in [-1, 1); mix is MurmurHash3's finaliser
 *
 * kernel [out, in, kH, kW]    sqrt(3 / (in * kH * kW)) * u     a sum keeps its inputs' variance
 * ... .bias                   0.1 * u
 * ... .running_mean           0.1 * u
 * ... .running_var            1 + 0.5 * u
 * ... fusion                  0.5 + u                          some are negative
 * any other vector (a norm's) 1 + 0.2 * u
 * inputs                      sqrt(3) * u                      variance 1
 * </pre>
 */
public final class GoldenValues {
    private GoldenValues() {}

    /** Values for all parameters and buffers. */
    public static Weights weights(List<Parameter> parameters) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = parameter(parameter.name(), parameter.shape());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    /** Values for tensors of another framework, by its own names. */
    public static Weights weights(Map<String, Shape> shapes) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> tensors.put(name, new NamedTensor(shape, parameter(name, shape))));
        return new Weights(tensors);
    }

    /** Values of an input. */
    public static float[] input(String name, Shape shape) {
        return uniform(name, shape, Math.sqrt(3), 0);
    }

    private static float[] parameter(String name, Shape shape) {
        if (shape.rank() == 4) {
            double fanIn = (double) shape.dim(1) * shape.dim(2) * shape.dim(3);
            return uniform(name, shape, Math.sqrt(3 / fanIn), 0);
        } else if (name.endsWith("bias") || name.endsWith("running_mean")) {
            return uniform(name, shape, 0.1, 0);
        } else if (name.endsWith("running_var")) {
            return uniform(name, shape, 0.5, 1);
        } else if (name.endsWith("fusion")) {
            return uniform(name, shape, 1, 0.5);
        }
        return uniform(name, shape, 0.2, 1);
    }

    private static float[] uniform(String name, Shape shape, double scale, double offset) {
        int hash = 0x811C9DC5;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x01000193;
        }
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            double u = Integer.toUnsignedLong(mix(hash + i * 0x9E3779B1)) * 0x1p-31 - 1;
            values[i] = (float) (offset + scale * u);
        }
        return values;
    }

    private static int mix(int bits) {
        int mixed = (bits ^ bits >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}
