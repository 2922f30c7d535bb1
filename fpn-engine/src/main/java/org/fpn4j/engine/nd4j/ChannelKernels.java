package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Factors of whole channels, and of the channels of each cell. */
final class ChannelKernels {
    private ChannelKernels() {}

    static Recipe scale() {
        return Recipe.of("multiply", (program, arrays) -> {
            INDArray y = ChannelSums.flat(arrays.out(0));
            program.multiply(ChannelSums.flat(arrays.in(0)), factors(arrays.in(1)), y);
        });
    }

    /** {@code dx = factor dy}, {@code dfactor = sum x dy} over a map. */
    static Recipe scaleBackward() {
        return Recipe.of("multiply", (program, arrays) -> {
            INDArray dx = ChannelSums.flat(arrays.out(0));
            INDArray dy = ChannelSums.flat(arrays.in(2));
            program.multiply(ChannelSums.flat(arrays.in(0)), dy, dx)
                    .sum(dx, 2, arrays.out(1).reshape(dx.size(0), dx.size(1)))
                    .multiply(dy, factors(arrays.in(1)), dx);
        });
    }

    /** {@code [N, C, 1]}. */
    private static INDArray factors(INDArray factors) {
        return factors.reshape(factors.size(0), factors.size(1), 1);
    }

    static Recipe normalize(Step step, double epsilon) {
        return new Recipe("divide", List.of(cells(step.inputs().get(0).shape())), (program, arrays) -> {
            INDArray x = ChannelSums.flat(arrays.in(0));
            INDArray y = ChannelSums.flat(arrays.out(0));
            INDArray lengths = arrays.temporary(0);
            lengths(program, x, lengths).clip(lengths, epsilon, Float.MAX_VALUE, lengths);
            program.divide(x, everyChannel(lengths), y).multiply(y, ChannelSums.perChannel(arrays.in(1)), y);
        });
    }

    /**
     * With {@code n = max(length, epsilon)}: {@code dscale = sum x dy / n}, {@code dx = g - x (x . g) / n^2} of {@code g = scale
     * dy / n}, where a cell that is shorter than epsilon has the first term alone.
     */
    static Recipe normalizeBackward(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        Shape cells = cells(x);
        List<Shape> temporaries = List.of(x, cells, cells, cells, Shape.of(x.batch(), x.channels()));
        return new Recipe("divide", temporaries, (program, arrays) -> {
            INDArray maps = ChannelSums.flat(arrays.in(0));
            INDArray dy = ChannelSums.flat(arrays.in(2));
            INDArray dx = ChannelSums.flat(arrays.out(0));
            INDArray products = ChannelSums.flat(arrays.temporary(0));
            INDArray lengths = arrays.temporary(1);
            INDArray factors = arrays.temporary(2);
            INDArray reaching = arrays.temporary(3);
            lengths(program, maps, lengths).above(lengths, epsilon, reaching);
            program.clip(lengths, epsilon, Float.MAX_VALUE, lengths)
                    .divide(dy, everyChannel(lengths), dx)
                    .multiply(maps, dx, products);
            ChannelSums.write(program, arrays.temporary(0), arrays.temporary(4), arrays.out(1));
            program.multiply(dx, ChannelSums.perChannel(arrays.in(1)), dx)
                    .multiply(maps, dx, products)
                    .sum(products, 1, factors)
                    .multiply(factors, reaching, factors)
                    .divide(factors, lengths, factors)
                    .divide(factors, lengths, factors)
                    .multiply(maps, everyChannel(factors), products)
                    .subtract(dx, products, dx);
        });
    }

    /** A value for each cell. */
    private static Shape cells(Shape x) {
        return Shape.of(x.batch(), x.height() * x.width());
    }

    private static Program lengths(Program program, INDArray x, INDArray lengths) {
        return program.sumOfSquares(x, 1, lengths).power(lengths, 0.5, lengths);
    }

    /** {@code [N, 1, H W]}. */
    private static INDArray everyChannel(INDArray cells) {
        return cells.reshape(cells.size(0), 1, cells.size(1));
    }
}
