package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which convolutions are products; that they compute the same is what the kernel contract says. */
class ProductKernelsTest {
    private static final Operation.Convolution CONVOLUTION = new Operation.Convolution(1, Padding.NONE, 1);

    private final OneDnnKernels kernels = new OneDnnKernels(Precision.FLOAT32);

    @AfterEach
    void close() {
        kernels.close();
    }

    private static Value value(String name, Shape shape) {
        return new Value(name, shape, new Value.Computed());
    }

    private static Step step(Instruction instruction, List<Shape> inputs, Shape output) {
        List<Value> values = new ArrayList<>();
        inputs.forEach(shape -> values.add(value("x" + values.size(), shape)));
        return new Step(instruction, values, List.of(value("y", output)), List.of("node"));
    }

    private boolean forward(Shape x, Shape weight, Padding padding, int groups, Shape y) {
        Instruction.Convolve convolve =
                new Instruction.Convolve(new Operation.Convolution(1, padding, groups), false, false, Activation.RELU);
        return kernels.products
                .forward(step(convolve, List.of(x, weight), y), convolve)
                .isPresent();
    }

    @Test
    void aKernelThatCoversManyMapsIsAProductInEveryDirection() {
        Shape x = Shape.of(32, 16, 7, 7);
        Shape weight = Shape.of(24, 16, 7, 7);
        Shape y = Shape.of(32, 24, 1, 1);
        Instruction.ConvolveBackwardData data = new Instruction.ConvolveBackwardData(CONVOLUTION);
        Instruction.ConvolveBackwardWeights weights = new Instruction.ConvolveBackwardWeights(CONVOLUTION, false);

        assertThat(forward(x, weight, Padding.NONE, 1, y)).isTrue();
        assertThat(kernels.products.backwardData(step(data, List.of(weight, y), x), data))
                .isPresent();
        assertThat(kernels.products.backwardWeights(step(weights, List.of(x, y), weight), weights))
                .isPresent();
    }

    @Test
    void fewMapsPaddingGroupsAndKernelsThatMoveAreConvolutions() {
        Shape cells = Shape.of(32, 16, 1, 1);
        Shape some = Shape.of(31, 16, 1, 1);
        Shape maps = Shape.of(32, 16, 3, 3);

        assertThat(forward(cells, Shape.of(8, 16, 1, 1), Padding.NONE, 1, Shape.of(32, 8, 1, 1)))
                .isTrue();
        assertThat(forward(some, Shape.of(8, 16, 1, 1), Padding.NONE, 1, Shape.of(31, 8, 1, 1)))
                .isFalse();
        assertThat(forward(cells, Shape.of(8, 16, 3, 3), Padding.of(1), 1, Shape.of(32, 8, 1, 1)))
                .isFalse();
        assertThat(forward(cells, Shape.of(16, 1, 1, 1), Padding.NONE, 16, cells))
                .isFalse();
        assertThat(forward(maps, Shape.of(8, 16, 1, 1), Padding.NONE, 1, Shape.of(32, 8, 3, 3)))
                .isFalse();
    }
}
