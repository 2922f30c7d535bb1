package org.fpn4j.experiments.optimization;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.execution.NativeVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Adam with decoupled weight decay (arXiv:1711.05101v3, algorithm 2), as PyTorch computes it:
 *
 * <pre>
 * p = p - rate decay p
 * m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 * p = p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * Decay touches convolution kernels only.
 */
public final class AdamW implements Optimizer {
    /**
     * Makes it.
     *
     * @param learningRate step size
     * @param beta1 share of the old mean that is kept
     * @param beta2 share of the old mean square that is kept
     * @param epsilon added to the root
     * @param weightDecay factor of the decay
     */
    @JsonTypeName("adamw")
    @AutoService(OptimizerConfig.class)
    public record Config(
            @Range(min = 0, max = 1e38, aboveMin = true) double learningRate,
            @Range(min = 0, max = 1, belowMax = true) double beta1,
            @Range(min = 0, max = 1, belowMax = true) double beta2,
            @Range(min = 0, max = 1, aboveMin = true) double epsilon,
            @Range(min = 0, max = 1000) double weightDecay)
            implements OptimizerConfig {
        public Config() {
            this(1e-3, 0.9, 0.999, 1e-8, 0.01);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("learningRate", learningRate)
                    .bounds("beta1", beta1)
                    .bounds("beta2", beta2)
                    .bounds("epsilon", epsilon)
                    .bounds("weightDecay", weightDecay)
                    .done();
        }

        @Override
        public int vectors() {
            return 2;
        }

        @Override
        public Optimizer create(ParameterBuffers buffers) {
            return new AdamW(this, buffers);
        }
    }

    private final Config config;
    private final NativeVector mean;
    private final NativeVector meanSquare;
    private final Stretches stretches;
    private final Stretches moreStretches;
    private final List<INDArray> values;
    private final List<INDArray> gradients;
    private final List<INDArray> means;
    private final List<INDArray> meanSquares;
    private final List<INDArray> scratch;
    private final List<INDArray> moreScratch;
    private long steps;

    private AdamW(Config config, ParameterBuffers buffers) {
        this.config = config;
        this.mean = NativeVector.zeros(buffers.length());
        this.meanSquare = NativeVector.zeros(buffers.length());
        this.stretches = new Stretches(buffers.length(), buffers.decayed());
        this.moreStretches = new Stretches(buffers.length(), buffers.decayed());
        this.values = stretches.of(buffers.values());
        this.gradients = stretches.of(buffers.gradients());
        this.means = stretches.of(mean.array());
        this.meanSquares = stretches.of(meanSquare.array());
        this.scratch = stretches.scratch();
        this.moreScratch = moreStretches.scratch();
    }

    @Override
    public void step(double learningRate) {
        steps++;
        double meanBias = 1 - Math.pow(config.beta1(), steps);
        double squareBias = 1 - Math.pow(config.beta2(), steps);
        for (int i = 0; i < stretches.count(); i++) {
            INDArray change = scratch.get(i);
            INDArray root = moreScratch.get(i);
            if (config.weightDecay() > 0 && stretches.isBefore(i)) {
                values.get(i).muli(1 - learningRate * config.weightDecay());
            }
            gradients.get(i).muli(1 - config.beta1(), change);
            means.get(i).muli(config.beta1()).addi(change);
            gradients.get(i).muli(gradients.get(i), change);
            meanSquares.get(i).muli(config.beta2()).addi(change.muli(1 - config.beta2()));
            meanSquares.get(i).divi(squareBias, root);
            Transforms.sqrt(root, false).addi(config.epsilon());
            means.get(i).muli(learningRate / meanBias, change);
            values.get(i).subi(change.divi(root));
        }
    }

    @Override
    public Map<String, INDArray> memory() {
        return Map.of("mean", mean.array(), "mean_square", meanSquare.array());
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resumeAt(long stepsDone) {
        steps = stepsDone;
    }

    @Override
    public void close() {
        mean.close();
        meanSquare.close();
        stretches.close();
        moreStretches.close();
    }
}
