package org.fpn4j.experiments.optimization;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Map;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.problem.FieldChecks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
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
    public record Config(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements OptimizerConfig {
        public Config() {
            this(1e-3, 0.9, 0.999, 1e-8, 0.01);
        }

        public Config {
            new FieldChecks()
                    .greaterThan("learningRate", learningRate, 0)
                    .require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "must be >= 0 and < 1")
                    .require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "must be >= 0 and < 1")
                    .greaterThan("epsilon", epsilon, 0)
                    .atLeast("weightDecay", weightDecay, 0)
                    .done();
        }

        @Override
        public Optimizer create(ParameterBuffers buffers) {
            return new AdamW(this, buffers);
        }
    }

    private final Config config;
    private final ParameterBuffers buffers;
    private final INDArray mean;
    private final INDArray meanSquare;
    private long steps;

    private AdamW(Config config, ParameterBuffers buffers) {
        this.config = config;
        this.buffers = buffers;
        this.mean = Nd4j.zeros(buffers.values().dataType(), buffers.length());
        this.meanSquare = Nd4j.zeros(buffers.values().dataType(), buffers.length());
    }

    @Override
    public void step(double learningRate) {
        steps++;
        INDArray gradients = buffers.gradients();
        INDArray values = buffers.values();
        if (config.weightDecay() > 0 && buffers.decayed() > 0) {
            values.get(NDArrayIndex.interval(0, buffers.decayed())).muli(1 - learningRate * config.weightDecay());
        }
        mean.muli(config.beta1()).addi(gradients.mul(1 - config.beta1()));
        meanSquare.muli(config.beta2()).addi(gradients.mul(gradients).muli(1 - config.beta2()));
        double meanBias = 1 - Math.pow(config.beta1(), steps);
        double squareBias = 1 - Math.pow(config.beta2(), steps);
        INDArray root = Transforms.sqrt(meanSquare.div(squareBias), false).addi(config.epsilon());
        values.subi(mean.mul(learningRate / meanBias).divi(root));
    }

    @Override
    public Map<String, INDArray> memory() {
        return Map.of("mean", mean, "mean_square", meanSquare);
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resumeAt(long stepsDone) {
        steps = stepsDone;
    }
}
