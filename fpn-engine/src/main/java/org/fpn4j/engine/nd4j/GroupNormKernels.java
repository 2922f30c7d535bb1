package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Group norm: a row is one group of channels of one image. */
final class GroupNormKernels {
    private GroupNormKernels() {}

    /** {@code y} holds {@code x - mean} while the variance is taken. */
    static Recipe forward(Step step, Operation.GroupNorm norm) {
        Shape x = step.inputs().get(0).shape();
        int rows = x.batch() * norm.groups();
        double values = (double) x.size() / rows;
        return new Recipe("group norm", List.of(Shape.of(rows)), (program, arrays) -> {
            INDArray y = rows(arrays.out(0), rows);
            INDArray maps = ChannelSums.flat(arrays.out(0));
            INDArray mean = arrays.out(1).reshape(rows);
            INDArray variance = arrays.out(2).reshape(rows);
            INDArray inverse = arrays.temporary(0);
            program.sum(rows(arrays.in(0), rows), 1, mean)
                    .multiply(mean, 1 / values, mean)
                    .subtract(rows(arrays.in(0), rows), column(mean), y)
                    .sumOfSquares(y, 1, variance)
                    .multiply(variance, 1 / values, variance)
                    .add(variance, norm.epsilon(), inverse)
                    .inverseRoot(inverse, inverse)
                    .multiply(y, column(inverse), y)
                    .multiply(maps, ChannelSums.perChannel(arrays.in(1)), maps)
                    .add(maps, ChannelSums.perChannel(arrays.in(2)), maps);
        });
    }

    /**
     * With {@code h = (x - mean) / sqrt(variance + epsilon)}, {@code g = scale dy} and means over the row: {@code dx = (g -
     * mean(g) - h mean(h g)) / sqrt(variance + epsilon)}.
     */
    static Recipe backward(Step step, Operation.GroupNorm norm) {
        Shape x = step.inputs().get(0).shape();
        int rows = x.batch() * norm.groups();
        double values = (double) x.size() / rows;
        Shape row = Shape.of(rows);
        List<Shape> temporaries = List.of(x, x, Shape.of(x.batch(), x.channels()), row, row);
        return new Recipe("group norm backward", temporaries, (program, arrays) -> {
            INDArray dx = rows(arrays.out(0), rows);
            INDArray product = arrays.temporary(0);
            INDArray scaled = arrays.temporary(1);
            INDArray inverse = arrays.temporary(3);
            INDArray means = arrays.temporary(4);
            program.add(arrays.in(3).reshape(rows), norm.epsilon(), inverse)
                    .inverseRoot(inverse, inverse)
                    .subtract(rows(arrays.in(0), rows), column(arrays.in(2).reshape(rows)), dx)
                    .multiply(dx, column(inverse), dx) // h
                    .multiply(arrays.out(0), arrays.in(4), product);
            ChannelSums.write(program, product, arrays.temporary(2), arrays.out(1));
            ChannelSums.write(program, arrays.in(4), arrays.temporary(2), arrays.out(2));
            INDArray perChannel = ChannelSums.perChannel(arrays.in(1));
            program.multiply(ChannelSums.flat(product), perChannel, ChannelSums.flat(product)) // h g
                    .multiply(ChannelSums.flat(arrays.in(4)), perChannel, ChannelSums.flat(scaled)) // g
                    .sum(rows(product, rows), 1, means)
                    .multiply(means, -1 / values, means)
                    .multiply(dx, column(means), dx)
                    .add(dx, rows(scaled, rows), dx)
                    .sum(rows(scaled, rows), 1, means)
                    .multiply(means, 1 / values, means)
                    .subtract(dx, column(means), dx)
                    .multiply(dx, column(inverse), dx);
        });
    }

    private static INDArray rows(INDArray maps, long rows) {
        return maps.reshape(rows, maps.length() / rows);
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(vector.length(), 1);
    }
}
