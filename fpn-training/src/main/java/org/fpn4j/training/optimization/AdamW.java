package org.fpn4j.training.optimization;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.execution.AdamStep;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;

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
        /** The defaults. */
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
        public int scratchVectors(VectorAlgebra algebra) {
            return algebra.fused().isPresent() ? 0 : 2;
        }

        @Override
        public Optimizer create(ParameterBuffers buffers) {
            return new AdamW(this, buffers);
        }
    }

    /** The formula in the memory's operations, a stretch after the other. */
    private static final class InStretches implements AutoCloseable {
        private final VectorAlgebra algebra;
        private final Stretches stretches;
        private final Stretches moreStretches;
        private final List<FlatVector> values;
        private final List<FlatVector> gradients;
        private final List<FlatVector> means;
        private final List<FlatVector> meanSquares;
        private final List<FlatVector> scratch;
        private final List<FlatVector> moreScratch;

        InStretches(ParameterBuffers buffers, FlatVector mean, FlatVector meanSquare) {
            this.algebra = buffers.memory().algebra();
            this.stretches = new Stretches(buffers.memory(), buffers.length(), buffers.decayed());
            this.moreStretches = new Stretches(buffers.memory(), buffers.length(), buffers.decayed());
            this.values = stretches.of(buffers.values());
            this.gradients = stretches.of(buffers.gradients());
            this.means = stretches.of(mean);
            this.meanSquares = stretches.of(meanSquare);
            this.scratch = stretches.scratch();
            this.moreScratch = moreStretches.scratch();
        }

        void step(AdamStep step) {
            for (int i = 0; i < stretches.count(); i++) {
                FlatVector value = values.get(i);
                FlatVector gradient = gradients.get(i);
                FlatVector m = means.get(i);
                FlatVector v = meanSquares.get(i);
                FlatVector change = scratch.get(i);
                FlatVector root = moreScratch.get(i);
                if (step.decay() > 0 && stretches.isBefore(i)) {
                    algebra.multiply(value, step.kept(), value);
                }
                algebra.multiply(gradient, 1 - step.beta1(), change);
                algebra.multiply(m, step.beta1(), m);
                algebra.add(m, change, m);
                algebra.multiply(gradient, gradient, change);
                algebra.multiply(v, step.beta2(), v);
                algebra.multiply(change, 1 - step.beta2(), change);
                algebra.add(v, change, v);
                algebra.divide(v, step.squareBias(), root);
                algebra.squareRoot(root, root);
                algebra.add(root, step.epsilon(), root);
                algebra.multiply(m, step.meanRate(), change);
                algebra.divide(change, root, change);
                algebra.subtract(value, change, value);
            }
        }

        @Override
        public void close() {
            stretches.close();
            moreStretches.close();
        }
    }

    private final Config config;
    private final ParameterBuffers buffers;
    private final FlatVector mean;
    private final FlatVector meanSquare;
    private final InStretches stretched; // null where the memory has the whole update
    private long steps;

    private AdamW(Config config, ParameterBuffers buffers) {
        this.config = config;
        this.buffers = buffers;
        this.mean = buffers.memory().zeros(buffers.length());
        this.meanSquare = buffers.memory().zeros(buffers.length());
        this.stretched =
                buffers.memory().algebra().fused().isPresent() ? null : new InStretches(buffers, mean, meanSquare);
    }

    @Override
    public void step(double learningRate) {
        steps++;
        AdamStep step = new AdamStep(
                learningRate, config.beta1(), config.beta2(), config.epsilon(), config.weightDecay(), steps);
        buffers.memory()
                .algebra()
                .fused()
                .ifPresentOrElse(fused -> fused.adamW(buffers, mean, meanSquare, step), () -> stretched.step(step));
    }

    @Override
    public Map<String, FlatVector> memory() {
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

    @Override
    public void close() {
        mean.close();
        meanSquare.close();
        if (stretched != null) {
            stretched.close();
        }
    }
}
