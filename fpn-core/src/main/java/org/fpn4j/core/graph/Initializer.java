package org.fpn4j.core.graph;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Initial values of a parameter. They depend on the run's seed and the parameter's own name, never on a shared
 * sequence, so that variants share the initial values of what they share.
 */
public sealed interface Initializer {
    /**
     * Values in the order of the parameter's shape, last dimension fastest.
     *
     * @param seed of the run
     * @param name of the parameter
     */
    float[] values(long seed, String name, Shape shape);

    /** The same value everywhere. */
    record Constant(double value) implements Initializer {
        @Override
        public float[] values(long seed, String name, Shape shape) {
            float[] values = new float[Math.toIntExact(shape.size())];
            java.util.Arrays.fill(values, (float) value);
            return values;
        }
    }

    /**
     * Values from elsewhere, the same for every seed: those of another framework's network.
     *
     * @param source asked for only by readings that compute, in the order of the shape
     */
    record Stored(Supplier<float[]> source) implements Initializer {
        @Override
        public float[] values(long seed, String name, Shape shape) {
            float[] values = source.get();
            if (values.length != shape.size()) {
                throw new IllegalStateException(
                        "parameter[" + name + "]: expected " + shape + ", got [" + values.length + "] stored values");
            }
            return values;
        }
    }

    /** Normal with mean 0. */
    record Normal(double sd) implements Initializer {
        @Override
        public float[] values(long seed, String name, Shape shape) {
            SplittableRandom random = generator(seed, name);
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (sd * random.nextGaussian());
            }
            return values;
        }
    }

    /**
     * Uniform in {@code +-sqrt(gain / fan)}, where the fan is that of a kernel {@code [out, in, kH, kW]}.
     *
     * @param gain 3 with fan in is Kaiming with a = 1, the FPN's; 6 with the sum of both fans is Xavier
     */
    record Uniform(double gain, Fan fan) implements Initializer {
        @Override
        public float[] values(long seed, String name, Shape shape) {
            double bound = Math.sqrt(gain / fan.of(shape));
            SplittableRandom random = generator(seed, name);
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
            return values;
        }
    }

    /** Normal with variance {@code 2 / fan}: He initialisation for ReLU (arXiv:1502.01852v1, section 2.2). */
    record HeNormal(Fan fan) implements Initializer {
        @Override
        public float[] values(long seed, String name, Shape shape) {
            return new Normal(Math.sqrt(2.0 / fan.of(shape))).values(seed, name, shape);
        }
    }

    /** Which connections of a kernel {@code [out, in / groups, kH, kW]} are counted. */
    enum Fan {
        IN,
        OUT,
        SUM;

        double of(Shape shape) {
            double window = (double) shape.dim(2) * shape.dim(3);
            double in = shape.dim(1) * window;
            double out = shape.dim(0) * window;
            return switch (this) {
                case IN -> in;
                case OUT -> out;
                case SUM -> in + out;
            };
        }
    }

    /** {@code U(+-sqrt(3 / fan_in))}: the FPN's "XavierFill". */
    static Initializer fpnUniform() {
        return new Uniform(3, Fan.IN);
    }

    private static SplittableRandom generator(long seed, String name) {
        long hash = seed ^ 0x9E3779B97F4A7C15L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L; // FNV-1a over the name, seeded
            hash ^= hash >>> 29;
        }
        return new SplittableRandom(hash);
    }
}
