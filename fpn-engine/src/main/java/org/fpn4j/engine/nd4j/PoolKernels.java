package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling. For maxima ND4J finds the winners again from x, so the state that goes with a pool stays empty. */
final class PoolKernels {
    private PoolKernels() {}

    static Recipe forward(Step step, Operation.MaxPool pool) {
        long[] arguments = arguments(pool);
        return Recipe.of(
                "maxpool2d",
                (program, arrays) ->
                        program.custom("maxpool2d", arrays.in(), List.of(arrays.out(0)), List.of(), arguments));
    }

    static Recipe backward(Step step, Operation.MaxPool pool) {
        long[] arguments = arguments(pool);
        return Recipe.of(
                "maxpool2d_bp",
                (program, arrays) -> program.custom(
                        "maxpool2d_bp", List.of(arrays.in(0), arrays.in(2)), arrays.out(), List.of(), arguments));
    }

    /** Means of whole maps. */
    static Recipe mean(Step step) {
        Shape x = step.inputs().get(0).shape();
        double area = (double) x.height() * x.width();
        return Recipe.of("reduce_sum", (program, arrays) -> {
            INDArray means = arrays.out(0).reshape(arrays.out(0).length());
            program.sum(rows(arrays.in(0)), 1, means).multiply(means, 1 / area, means);
        });
    }

    static Recipe meanBackward(Step step) {
        Shape x = step.outputs().get(0).shape();
        double area = (double) x.height() * x.width();
        return Recipe.of("multiply", (program, arrays) -> {
            INDArray dx = rows(arrays.out(0));
            program.fill(dx, 1 / area).multiply(dx, arrays.in(0).reshape(dx.size(0), 1), dx);
        });
    }

    /** {@code [N C, H W]}. */
    private static INDArray rows(INDArray maps) {
        return maps.reshape(maps.size(0) * maps.size(1), maps.size(2) * maps.size(3));
    }

    /** Kernel, stride, padding, dilation, whether the padding is SAME, unused, {@code NCHW}. */
    private static long[] arguments(Operation.MaxPool pool) {
        Padding padding = pool.padding();
        boolean symmetric = padding.symmetric();
        return new long[] {
            pool.kernel(),
            pool.kernel(),
            pool.stride(),
            pool.stride(),
            symmetric ? padding.top() : 0,
            symmetric ? padding.left() : 0,
            1,
            1,
            symmetric ? 0 : 1,
            0,
            0
        };
    }
}
