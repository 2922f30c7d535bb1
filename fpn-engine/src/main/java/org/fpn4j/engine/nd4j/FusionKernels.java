package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Maps summed with learned shares. */
final class FusionKernels {
    private static final Shape ONE = Shape.of(1);

    private FusionKernels() {}

    static Recipe forward(Step step, Operation.WeightedFusion fusion) {
        int maps = step.inputs().size() - 1;
        Shape x = step.inputs().get(0).shape();
        return new Recipe("multiply", List.of(Shape.of(maps), ONE, x), (program, arrays) -> {
            INDArray shares = arrays.temporary(0);
            INDArray y = arrays.out(0);
            shares(program, fusion, arrays.in(maps), shares, arrays.temporary(1));
            program.multiply(arrays.in(0), element(shares, 0), y);
            for (int i = 1; i < maps; i++) {
                program.multiply(arrays.in(i), element(shares, i), arrays.temporary(2))
                        .add(y, arrays.temporary(2), y);
            }
        });
    }

    /** Shares of the raw weights; the total by which they were divided goes to {@code total}. */
    private static void shares(
            Program program, Operation.WeightedFusion fusion, INDArray raw, INDArray shares, INDArray total) {
        if (fusion.mode() == Mode.SOFTMAX) {
            program.custom("softmax", List.of(row(raw)), List.of(row(shares)), List.of(), 1);
            return;
        }
        program.relu(raw, shares)
                .sum(row(shares), 1, total)
                .add(total, fusion.epsilon(), total)
                .divide(shares, total, shares);
    }

    /**
     * With {@code d_i = sum x_i dy} and {@code m = sum share_i d_i}: the gradient of a weight is {@code share_i (d_i - m)}
     * for SOFTMAX, {@code (d_i - m) / total} for positive weights and 0 for others for FAST.
     */
    static Recipe backward(Step step, Operation.WeightedFusion fusion) {
        int maps = step.inputs().size() - 2;
        Shape weights = Shape.of(maps);
        Shape x = step.inputs().get(0).shape();
        List<Shape> temporaries = List.of(weights, weights, ONE, ONE, Shape.of(x.batch() * x.channels()));
        return new Recipe("multiply", temporaries, (program, arrays) -> {
            INDArray raw = arrays.in(maps);
            INDArray dy = arrays.in(maps + 1);
            INDArray slopes = arrays.out(maps);
            INDArray shares = arrays.temporary(0);
            INDArray products = arrays.temporary(1);
            INDArray total = arrays.temporary(2);
            INDArray mean = arrays.temporary(3);
            shares(program, fusion, raw, shares, total);
            for (int i = 0; i < maps; i++) {
                INDArray dx = arrays.out(i);
                program.multiply(arrays.in(i), dy, dx);
                ElementwiseKernels.sumAll(program, dx, arrays.temporary(4), element(slopes, i));
                program.multiply(dy, element(shares, i), dx);
            }
            program.multiply(slopes, shares, products)
                    .sum(row(products), 1, mean)
                    .subtract(slopes, mean, slopes);
            if (fusion.mode() == Mode.SOFTMAX) {
                program.multiply(slopes, shares, slopes);
            } else {
                program.above(raw, 0, products)
                        .multiply(slopes, products, slopes)
                        .divide(slopes, total, slopes);
            }
        });
    }

    private static INDArray row(INDArray vector) {
        return vector.reshape(1, vector.length());
    }

    private static INDArray element(INDArray vector, long index) {
        return Slices.of(vector, 0, index, index + 1);
    }
}
