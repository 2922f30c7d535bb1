package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.junit.jupiter.api.Test;

/** Steps on a kernel of two values, a bias and a scale of a norm, against PyTorch's formulas in double. */
class OptimizerTest {
    /** Values are below 4, where a float's rounding is 2.4e-7; three steps of a few operations each stay below this. */
    private static final Offset<Double> ROUNDING = Offset.offset(2e-6);

    private static final double[] START = {1.5, -2.0, 0.5, 1.0};
    private static final boolean[] KERNEL = {true, true, false, false};
    private static final double[][] GRADIENTS = {
        {0.5, -1.0, 2.0, 0.0}, {-0.25, 0.75, 1.0, 0.001}, {1.0, 0.5, -3.0, -2.0}
    };
    private static final double[] RATES = {0.1, 0.05, 0.2};

    private static ParameterBuffers buffers() {
        ParameterBuffers buffers = new ParameterBuffers(
                List.of(
                        new Parameter("bias", Shape.of(1), new Initializer.Constant(0), Role.BIAS, true),
                        new Parameter("kernel", Shape.of(1, 2, 1, 1), new Initializer.Constant(0), Role.WEIGHT, true),
                        new Parameter("frozen", Shape.of(3), new Initializer.Constant(0), Role.BIAS, false),
                        new Parameter("scale", Shape.of(1), new Initializer.Constant(0), Role.NORM_SCALE, true)),
                NativeMemory.shared());
        assertThat(buffers.length()).isEqualTo(4);
        assertThat(buffers.decayed()).isEqualTo(2);
        buffers.values().write(floats(START));
        return buffers;
    }

    @Test
    void sgdStepsAsPyTorchDoes() {
        ParameterBuffers buffers = buffers();
        Optimizer sgd = new Sgd.Config(1, 0.9, 0.1).create(buffers);
        double[] expected = START.clone();
        double[] velocity = new double[4];
        for (int step = 0; step < 3; step++) {
            buffers.gradients().write(floats(GRADIENTS[step]));
            sgd.step(RATES[step]);
            for (int i = 0; i < 4; i++) {
                double gradient = GRADIENTS[step][i] + (KERNEL[i] ? 0.1 * expected[i] : 0);
                velocity[i] = step == 0 ? gradient : 0.9 * velocity[i] + gradient;
                expected[i] -= RATES[step] * velocity[i];
            }
            assertThat(doubles(buffers.values())).containsExactly(expected, ROUNDING);
        }
        assertThat(sgd.steps()).isEqualTo(3);
    }

    @Test
    void adamWStepsAsPyTorchDoes() {
        ParameterBuffers buffers = buffers();
        Optimizer adam = new AdamW.Config(1, 0.9, 0.999, 1e-8, 0.1).create(buffers);
        double[] expected = START.clone();
        double[] mean = new double[4];
        double[] square = new double[4];
        for (int step = 0; step < 3; step++) {
            buffers.gradients().write(floats(GRADIENTS[step]));
            adam.step(RATES[step]);
            for (int i = 0; i < 4; i++) {
                double gradient = GRADIENTS[step][i];
                expected[i] *= KERNEL[i] ? 1 - RATES[step] * 0.1 : 1;
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                double root = Math.sqrt(square[i]) / Math.sqrt(1 - Math.pow(0.999, step + 1)) + 1e-8;
                expected[i] -= RATES[step] / (1 - Math.pow(0.9, step + 1)) * mean[i] / root;
            }
            assertThat(doubles(buffers.values())).containsExactly(expected, ROUNDING);
        }
        assertThat(adam.steps()).isEqualTo(3);
    }

    @Test
    void decayTouchesKernelsOnly() {
        for (OptimizerConfig config : List.of(new Sgd.Config(1, 0, 0.5), new AdamW.Config(1, 0.9, 0.999, 1e-8, 0.5))) {
            ParameterBuffers buffers = buffers(); // gradients are zero, so whatever moves has decayed
            config.create(buffers).step(0.1);
            assertThat(doubles(buffers.values())).containsExactly(new double[] {1.425, -1.9, 0.5, 1.0}, ROUNDING);
        }
    }

    @Test
    void anOptimizerSaysHowManyVectorsItKeepsAndGivesThemBack() {
        for (OptimizerConfig config : List.of(new Sgd.Config(), new AdamW.Config())) {
            ParameterBuffers buffers = buffers();
            Optimizer optimizer = config.create(buffers);
            FlatVector vector = optimizer.memory().values().iterator().next();

            assertThat(optimizer.memory()).hasSize(config.vectors());
            optimizer.close();
            assertThatThrownBy(vector::toArray).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anOptimizerGoesOnFromWhatItRemembers() {
        for (OptimizerConfig config : List.of(new Sgd.Config(), new AdamW.Config())) {
            ParameterBuffers whole = buffers();
            Optimizer first = config.create(whole);
            step(whole, first, 0);
            step(whole, first, 1);
            ParameterBuffers resumed = buffers();
            resumed.values().copy(whole.values());
            Optimizer second = config.create(resumed);
            Map<String, FlatVector> memory = first.memory();
            assertThat(second.memory()).hasSameSizeAs(memory);
            second.memory().forEach((name, vector) -> vector.copy(memory.get(name)));
            second.resumeAt(first.steps());
            step(whole, first, 2);
            step(resumed, second, 2);
            assertThat(resumed.values().toArray()).isEqualTo(whole.values().toArray());
        }
    }

    @Test
    void valuesOutsideTheirRangesAreRefused() {
        assertThatThrownBy(() -> new Sgd.Config(0, 1, -1))
                .isInstanceOfSatisfying(InvalidFieldsException.class, e -> assertThat(
                                e.fields().stream().map(InvalidFieldsException.InvalidField::field))
                        .containsExactly("learningRate", "momentum", "weightDecay"));
        assertThatThrownBy(() -> new AdamW.Config(-1, 1, -0.1, 0, -1))
                .isInstanceOfSatisfying(InvalidFieldsException.class, e -> assertThat(
                                e.fields().stream().map(InvalidFieldsException.InvalidField::field))
                        .containsExactly("learningRate", "beta1", "beta2", "epsilon", "weightDecay"));
    }

    private static void step(ParameterBuffers buffers, Optimizer optimizer, int step) {
        buffers.gradients().write(floats(GRADIENTS[step]));
        optimizer.step(RATES[step]);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(FlatVector vector) {
        float[] floats = vector.toArray();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }
}
