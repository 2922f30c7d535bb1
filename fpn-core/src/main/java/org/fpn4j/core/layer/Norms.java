package org.fpn4j.core.layer;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** The normalisations that every block can choose from. */
public final class Norms {
    private Norms() {}

    /** No normalisation; convolutions keep their bias. */
    @JsonTypeName("none")
    @AutoService(NormConfig.class)
    public record None() implements NormConfig {
        @Override
        public Layer declare(Graph scope, int channels, boolean trainable) {
            return Layer.IDENTITY;
        }

        @Override
        public boolean convolutionBias() {
            return true;
        }
    }

    /**
     * Batch norm (arXiv:1502.03167v3): batch statistics while training, running ones otherwise. Unreliable below about
     * eight images a batch.
     *
     * @param epsilon added to the variance
     * @param momentum share of a batch's statistics that enters the running ones (PyTorch's meaning; TensorFlow's is
     *     one minus it)
     */
    @JsonTypeName("batch_norm")
    @AutoService(NormConfig.class)
    public record Batch(
            @Range(min = 0, max = 1, aboveMin = true) double epsilon, @Range(min = 0, max = 1) double momentum)
            implements NormConfig {
        /** The defaults. */
        public Batch() {
            this(1e-5, 0.1);
        }

        public Batch {
            FieldChecks.of(Batch.class)
                    .bounds("epsilon", epsilon)
                    .bounds("momentum", momentum)
                    .done();
        }

        @Override
        public Layer declare(Graph scope, int channels, boolean trainable) {
            Operation operation = new Operation.BatchNorm(epsilon, momentum, trainable);
            return affine(scope, channels, operation, trainable, false, true);
        }

        @Override
        public boolean convolutionBias() {
            return false;
        }
    }

    /**
     * Batch norm with stored statistics, scale and shift that never change; a fixed affine map, with no parameters to
     * count.
     *
     * @param epsilon added to the variance
     */
    @JsonTypeName("frozen_batch_norm")
    @AutoService(NormConfig.class)
    public record FrozenBatch(@Range(min = 0, max = 1) double epsilon) implements NormConfig {
        /** The defaults. */
        public FrozenBatch() {
            this(1e-5);
        }

        public FrozenBatch {
            FieldChecks.of(FrozenBatch.class).bounds("epsilon", epsilon).done();
        }

        @Override
        public Layer declare(Graph scope, int channels, boolean trainable) {
            Operation operation = new Operation.BatchNorm(epsilon, 0, false);
            return affine(scope, channels, operation, false, true, true);
        }

        @Override
        public boolean convolutionBias() {
            return false;
        }
    }

    /**
     * Group norm (arXiv:1803.08494v3): independent of the batch size.
     *
     * @param groups must divide the number of channels
     * @param epsilon added to the variance
     */
    @JsonTypeName("group_norm")
    @AutoService(NormConfig.class)
    public record Group(
            @Range(min = 1, max = 8192) int groups, @Range(min = 0, max = 1, aboveMin = true) double epsilon)
            implements NormConfig {
        /** The defaults. */
        public Group() {
            this(32, 1e-5);
        }

        public Group {
            FieldChecks.of(Group.class)
                    .bounds("groups", groups)
                    .bounds("epsilon", epsilon)
                    .done();
        }

        @Override
        public Layer declare(Graph scope, int channels, boolean trainable) {
            Operation operation = new Operation.GroupNorm(groups, epsilon);
            return affine(scope, channels, operation, trainable, false, false);
        }

        @Override
        public boolean convolutionBias() {
            return false;
        }
    }

    private static Layer affine(
            Graph scope,
            int channels,
            Operation operation,
            boolean trainable,
            boolean buffersOnly,
            boolean statistics) {
        Shape shape = Shape.of(channels);
        Initializer one = new Initializer.Constant(1);
        Initializer zero = new Initializer.Constant(0);
        Tensor scale = scope.parameter("weight", shape, one, buffersOnly ? Role.BUFFER : Role.NORM_SCALE, trainable);
        Tensor shift = scope.parameter("bias", shape, zero, buffersOnly ? Role.BUFFER : Role.NORM_SHIFT, trainable);
        if (!statistics) {
            return (graph, x) -> graph.apply(operation, List.of(x, scale, shift));
        }
        Tensor mean = scope.parameter("running_mean", shape, zero, Role.BUFFER, false);
        Tensor variance = scope.parameter("running_var", shape, one, Role.BUFFER, false);
        return (graph, x) -> graph.apply(operation, List.of(x, scale, shift, mean, variance));
    }
}
