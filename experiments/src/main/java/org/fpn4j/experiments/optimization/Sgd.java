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
        public Optimizer create(ParameterBuffers buffers) {
            return new Sgd(this, buffers);
        }
    }

    private final Config config;
    private final NativeVector velocity;
    private final Stretches stretches;
    private final List<INDArray> values;
    private final List<INDArray> gradients;
    private final List<INDArray> velocities;
    private final List<INDArray> scratch;
    private long steps;

    private Sgd(Config config, ParameterBuffers buffers) {
        this.config = config;
        this.velocity = NativeVector.zeros(buffers.length());
        this.stretches = new Stretches(buffers.length(), buffers.decayed());
        this.values = stretches.of(buffers.values());
        this.gradients = stretches.of(buffers.gradients());
        this.velocities = stretches.of(velocity.array());
        this.scratch = stretches.scratch();
    }

    @Override
    public void step(double learningRate) {
        for (int i = 0; i < stretches.count(); i++) {
            INDArray change = scratch.get(i);
            if (config.weightDecay() > 0 && stretches.isBefore(i)) {
                values.get(i).muli(config.weightDecay(), change);
                gradients.get(i).addi(change);
            }
            velocities.get(i).muli(config.momentum()).addi(gradients.get(i));
            velocities.get(i).muli(learningRate, change);
            values.get(i).subi(change);
        }
        steps++;
    }

    @Override
    public Map<String, INDArray> memory() {
        return Map.of("velocity", velocity.array());
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
        stretches.close();
    }
}
