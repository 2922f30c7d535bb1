package org.fpn4j.training.optimization;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;

/**
 * Stochastic gradient descent with momentum, as PyTorch computes it: {@code v = momentum v + g + decay p}, {@code p = p -
 * rate v}. Decay touches convolution kernels only.
 */
public final class Sgd implements Optimizer {
    /**
     * Makes it.
     *
     * @param learningRate step size
     * @param momentum share of the last step that is kept
     * @param weightDecay L2 penalty's factor
     */
    @JsonTypeName("sgd")
    @AutoService(OptimizerConfig.class)
    public record Config(
            @Range(min = 0, max = 1e38, aboveMin = true) double learningRate,
            @Range(min = 0, max = 1, belowMax = true) double momentum,
            @Range(min = 0, max = 1000) double weightDecay)
            implements OptimizerConfig {
        /** The defaults. */
        public Config() {
            this(0.01, 0.9, 1e-4);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("learningRate", learningRate)
                    .bounds("momentum", momentum)
                    .bounds("weightDecay", weightDecay)
                    .done();
        }

        @Override
        public int vectors() {
            return 1;
        }

        @Override
        public int scratchVectors(VectorAlgebra algebra) {
            return algebra.fused().isPresent() ? 0 : 1;
        }

        @Override
        public Optimizer create(ParameterBuffers buffers) {
            return new Sgd(this, buffers);
        }
    }

    /** The formula in the memory's operations, a stretch after the other. */
    private static final class InStretches implements AutoCloseable {
        private final Config config;
        private final VectorAlgebra algebra;
        private final Stretches stretches;
        private final List<FlatVector> values;
        private final List<FlatVector> gradients;
        private final List<FlatVector> velocities;
        private final List<FlatVector> scratch;

        InStretches(Config config, ParameterBuffers buffers, FlatVector velocity) {
            this.config = config;
            this.algebra = buffers.memory().algebra();
            this.stretches = new Stretches(buffers.memory(), buffers.length(), buffers.decayed());
            this.values = stretches.of(buffers.values());
            this.gradients = stretches.of(buffers.gradients());
            this.velocities = stretches.of(velocity);
            this.scratch = stretches.scratch();
        }

        void step(double learningRate) {
            for (int i = 0; i < stretches.count(); i++) {
                FlatVector value = values.get(i);
                FlatVector gradient = gradients.get(i);
                FlatVector moving = velocities.get(i);
                FlatVector change = scratch.get(i);
                if (config.weightDecay() > 0 && stretches.isBefore(i)) {
                    algebra.multiply(value, config.weightDecay(), change);
                    algebra.add(gradient, change, gradient);
                }
                algebra.multiply(moving, config.momentum(), moving);
                algebra.add(moving, gradient, moving);
                algebra.multiply(moving, learningRate, change);
                algebra.subtract(value, change, value);
            }
        }

        @Override
        public void close() {
            stretches.close();
        }
    }

    private final Config config;
    private final ParameterBuffers buffers;
    private final FlatVector velocity;
    private final InStretches stretched; // null where the memory has the whole update
    private long steps;

    private Sgd(Config config, ParameterBuffers buffers) {
        this.config = config;
        this.buffers = buffers;
        this.velocity = buffers.memory().zeros(buffers.length());
        this.stretched =
                buffers.memory().algebra().fused().isPresent() ? null : new InStretches(config, buffers, velocity);
    }

    @Override
    public void step(double learningRate) {
        buffers.memory()
                .algebra()
                .fused()
                .ifPresentOrElse(
                        fused -> fused.sgd(buffers, velocity, config.momentum(), config.weightDecay(), learningRate),
                        () -> stretched.step(learningRate));
        steps++;
    }

    @Override
    public Map<String, FlatVector> memory() {
        return Map.of("velocity", velocity);
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
        velocity.close();
        if (stretched != null) {
            stretched.close();
        }
    }
}
