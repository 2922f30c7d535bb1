package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Updates give the bits of the formulas as ND4J computes them on whole arrays, whatever stretches they run in. */
class OptimizerBitsTest {
    private static final int DECAYED = 700_001; // more than a stretch, and no multiple of anything
    private static final int OTHERS = 33;
    private static final int STEPS = 3;

    private final SplittableRandom random = new SplittableRandom(11);
    private final ParameterBuffers buffers = new ParameterBuffers(
            List.of(
                    new Parameter("kernel", Shape.of(DECAYED, 1, 1, 1), new Initializer.Constant(0), Role.WEIGHT, true),
                    new Parameter("bias", Shape.of(OTHERS), new Initializer.Constant(0), Role.BIAS, true)),
            NativeMemory.shared());

    private float[] values() {
        float[] values = new float[DECAYED + OTHERS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }

    private INDArray start() {
        float[] values = values();
        buffers.values().write(values);
        return Nd4j.createFromArray(values);
    }

    private INDArray gradient() {
        float[] values = values();
        buffers.gradients().write(values);
        return Nd4j.createFromArray(values);
    }

    private static INDArray kernels(INDArray vector) {
        return vector.get(NDArrayIndex.interval(0, DECAYED));
    }

    @Test
    void sgd() {
        INDArray values = start();
        INDArray velocity = Nd4j.zerosLike(values);
        try (Optimizer sgd = new Sgd.Config(0.01, 0.9, 1e-4).create(buffers)) {
            for (int step = 1; step <= STEPS; step++) {
                INDArray gradient = gradient();
                sgd.step(0.03);

                kernels(gradient).addi(kernels(values).mul(1e-4));
                velocity.muli(0.9).addi(gradient);
                values.subi(velocity.mul(0.03));
                assertThat(buffers.values().toArray()).isEqualTo(values.toFloatVector());
            }
        }
    }

    @Test
    void adamW() {
        INDArray values = start();
        INDArray mean = Nd4j.zerosLike(values);
        INDArray square = Nd4j.zerosLike(values);
        try (Optimizer adamW = new AdamW.Config(0.01, 0.9, 0.999, 1e-8, 0.05).create(buffers)) {
            for (int step = 1; step <= STEPS; step++) {
                INDArray gradient = gradient();
                adamW.step(0.03);

                kernels(values).muli(1 - 0.03 * 0.05);
                mean.muli(0.9).addi(gradient.mul(1 - 0.9));
                square.muli(0.999).addi(gradient.mul(gradient).muli(1 - 0.999));
                INDArray root = Transforms.sqrt(square.div(1 - Math.pow(0.999, step)), false)
                        .addi(1e-8);
                values.subi(mean.mul(0.03 / (1 - Math.pow(0.9, step))).divi(root));
                assertThat(buffers.values().toArray()).isEqualTo(values.toFloatVector());
            }
        }
    }

    @Test
    void runningMean() {
        INDArray mean = start();
        try (RunningMean ema = new RunningMean(buffers, 0.9)) {
            for (int step = 1; step <= STEPS; step++) {
                INDArray values = start();
                ema.update(step);

                double kept = (1.0 + step) / (10.0 + step);
                mean.muli(kept).addi(values.mul(1 - kept));
                assertThat(ema.vector().toArray()).isEqualTo(mean.toFloatVector());
            }
        }
    }

    @Test
    void norm() {
        INDArray values = start();

        double sum = 0;
        for (int chunk = 0; chunk < values.length(); chunk += 1 << 16) {
            double[] four = new double[4];
            for (int i = chunk; i < Math.min(chunk + (1 << 16), values.length()); i++) {
                four[i % 4] += (double) values.getFloat(i) * values.getFloat(i);
            }
            sum += four[0] + four[1] + (four[2] + four[3]);
        }
        assertThat(GradientNorm.of(buffers.values())).isEqualTo(Math.sqrt(sum));
    }
}
