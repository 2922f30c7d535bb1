package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.training.optimization.AdamW;
import org.fpn4j.training.optimization.GradientNorm;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.OptimizerConfig;
import org.fpn4j.training.optimization.RunningMean;
import org.fpn4j.training.optimization.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an optimizer's step asks of a device: one launch for all parameters, against the formulas in {@code float64}. */
@Emulated
class UpdateKernelsTest {
    private static final Memory MEMORY = EmulatedDevice.memory();
    private static final int BLOCK = Grid.THREADS;
    private static final int STEPS = 3;
    private static final double RATE = 0.03;

    /** Values are below 4, where a float's rounding is 2.4e-7; three steps of a few operations each stay below this. */
    private static final Offset<Double> ROUNDING = Offset.offset(2e-6);

    private final SplittableRandom random = new SplittableRandom(7);

    /** Parameters that decay, and others. */
    private static ParameterBuffers buffers(int decaying, int others) {
        List<Parameter> parameters = new ArrayList<>();
        if (decaying > 0) {
            parameters.add(parameter("kernel", Shape.of(decaying, 1, 1, 1), Role.WEIGHT));
        }
        if (others > 0) {
            parameters.add(parameter("bias", Shape.of(others), Role.BIAS));
        }
        return new ParameterBuffers(parameters, MEMORY);
    }

    private static Parameter parameter(String name, Shape shape, Role role) {
        return new Parameter(name, shape, new Initializer.Constant(0), role, true);
    }

    /** New values of a vector, as it has them. */
    private double[] write(FlatVector vector) {
        float[] values = new float[Math.toIntExact(vector.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        vector.write(values);
        return doubles(vector);
    }

    private static double[] doubles(FlatVector vector) {
        float[] floats = vector.toArray();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "1, 1", "200, 57", "256, 1", "255, 258", "1000, 333"})
    void sgd(int decaying, int others) {
        try (ParameterBuffers buffers = buffers(decaying, others);
                Optimizer sgd = new Sgd.Config(1, 0.9, 0.1).create(buffers)) {
            double[] p = write(buffers.values());
            double[] v = new double[p.length];
            for (int step = 0; step < STEPS; step++) {
                double[] g = write(buffers.gradients());
                sgd.step(RATE * (step + 1));
                for (int i = 0; i < p.length; i++) {
                    v[i] = 0.9 * v[i] + g[i] + (i < decaying ? 0.1 * p[i] : 0);
                    p[i] -= RATE * (step + 1) * v[i];
                }

                assertThat(doubles(buffers.values())).containsExactly(p, ROUNDING);
                assertThat(doubles(sgd.memory().get("velocity"))).containsExactly(v, ROUNDING);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "1, 1", "200, 57", "256, 1", "255, 258", "1000, 333"})
    void adamW(int decaying, int others) {
        try (ParameterBuffers buffers = buffers(decaying, others);
                Optimizer adam = new AdamW.Config(1, 0.9, 0.999, 1e-8, 0.1).create(buffers)) {
            double[] p = write(buffers.values());
            double[] m = new double[p.length];
            double[] v = new double[p.length];
            for (int step = 1; step <= STEPS; step++) {
                double[] g = write(buffers.gradients());
                adam.step(RATE * step);
                for (int i = 0; i < p.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    double root = Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-8;
                    p[i] *= i < decaying ? 1 - RATE * step * 0.1 : 1;
                    p[i] -= RATE * step / (1 - Math.pow(0.9, step)) * m[i] / root;
                }

                assertThat(doubles(buffers.values())).containsExactly(p, ROUNDING);
                assertThat(doubles(adam.memory().get("mean"))).containsExactly(m, ROUNDING);
                assertThat(doubles(adam.memory().get("mean_square"))).containsExactly(v, ROUNDING);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 1333})
    void runningMean(int size) {
        try (ParameterBuffers buffers = buffers(size, 0)) {
            double[] mean = write(buffers.values());
            try (RunningMean ema = new RunningMean(buffers, 0.9)) {
                for (int step = 1; step <= STEPS; step++) {
                    double[] x = write(buffers.values());
                    ema.update(step);
                    double kept = (1.0 + step) / (10.0 + step);
                    for (int i = 0; i < size; i++) {
                        mean[i] = kept * mean[i] + (1 - kept) * x[i];
                    }

                    assertThat(doubles(ema.vector())).containsExactly(mean, ROUNDING);
                }
            }
        }
    }

    static List<OptimizerConfig> optimizers() {
        return List.of(new Sgd.Config(1, 0.9, 0), new AdamW.Config(1, 0.9, 0.999, 1e-8, 0));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void withoutDecayWhatIsInfiniteStaysWhatItIs(OptimizerConfig config) {
        try (ParameterBuffers buffers = buffers(3, 0);
                Optimizer optimizer = config.create(buffers)) {
            buffers.values().write(1, Float.POSITIVE_INFINITY, -2);

            optimizer.step(RATE);

            assertThat(buffers.values().toArray()).containsExactly(1, Float.POSITIVE_INFINITY, -2);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aGradientThatIsNotANumberSpoilsItsParameterAlone(OptimizerConfig config) {
        try (ParameterBuffers buffers = buffers(2, BLOCK);
                Optimizer optimizer = config.create(buffers)) {
            buffers.gradients().write(1, new float[] {Float.NaN}, 0, 1);

            optimizer.step(RATE);

            float[] values = buffers.values().toArray();
            assertThat(values[1]).isNaN();
            values[1] = 0;
            assertThat(values).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void anOptimizerTakesWhatItRemembersAndAStepTakesNothing(OptimizerConfig config) {
        EmulatedDevice device = (EmulatedDevice) EmulatedDevice.memory().device();
        try (ParameterBuffers buffers = buffers(1000, 333)) {
            long before = device.allocated();
            try (Optimizer optimizer = config.create(buffers);
                    RunningMean mean = new RunningMean(buffers, 0.9)) {
                long vectors = (config.vectors() + 1L) * buffers.length() * Float.BYTES;
                assertThat(device.allocated() - before).isEqualTo(vectors);
                long allocations = device.allocations();

                GradientNorm.of(buffers.gradients());
                MEMORY.algebra().multiply(buffers.gradients(), 0.5, buffers.gradients());
                optimizer.step(RATE);
                mean.update(optimizer.steps());

                assertThat(device.allocations()).isEqualTo(allocations);
            }
            assertThat(config.scratchVectors(MEMORY.algebra())).isZero();
            assertThat(RunningMean.scratchVectors(MEMORY.algebra())).isZero();
            assertThat(device.allocated()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 511, 512, 513, 300_001})
    void sumOfSquares(int size) {
        try (FlatVector vector = MEMORY.allocate(size + 1)) {
            double[] x = write(vector);
            double expected = 0;
            for (int i = 1; i <= size; i++) {
                expected += x[i] * x[i];
            }
            FlatVector part = vector.part(1, size);

            double sum = MEMORY.algebra().sumOfSquares(part);

            // all terms are positive: each of at most `size` additions is off by 1.1e-16 of the sum
            assertThat(sum).isCloseTo(expected, within(1.2e-16 * size * expected));
            assertThat(MEMORY.algebra().sumOfSquares(part)).isEqualTo(sum);
        }
    }

    @Test
    void aSumOfSquaresIsNotFiniteWhereAValueIsNot() {
        try (FlatVector vector = MEMORY.zeros(70_000)) {
            vector.write(69_999, new float[] {Float.NaN}, 0, 1);
            assertThat(GradientNorm.of(vector)).isNaN();

            vector.write(69_999, new float[] {Float.NEGATIVE_INFINITY}, 0, 1);
            assertThat(GradientNorm.of(vector)).isInfinite();

            vector.write(69_999, new float[] {3e38f}, 0, 1);
            assertThat(GradientNorm.of(vector)).isEqualTo(3e38f);
        }
    }

    @Test
    void nothingIsDoneToNoValues() {
        try (FlatVector vector = MEMORY.zeros(2)) {
            FlatVector none = vector.part(1, 0);
            VectorAlgebra algebra = MEMORY.algebra();

            algebra.fill(none, 1);
            algebra.add(none, none, none);
            algebra.fused().orElseThrow().runningMean(none, none, 0.5);

            assertThat(vector.toArray()).containsOnly(0);
        }
    }
}
