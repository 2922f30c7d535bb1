package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch norm by the statistics of the batch and by stored ones. */
final class BatchNormKernels {
    private BatchNormKernels() {}

    /** {@code y} holds {@code x - mean} while the variance is taken. */
    static Recipe forward(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        double values = (double) x.size() / x.channels();
        return new Recipe("batch norm", List.of(images(x), channels(x)), (program, arrays) -> {
            INDArray y = ChannelSums.flat(arrays.out(0));
            INDArray mean = arrays.out(1);
            INDArray variance = arrays.out(2);
            INDArray factor = arrays.temporary(1);
            ChannelSums.write(program, arrays.in(0), arrays.temporary(0), mean);
            program.multiply(mean, 1 / values, mean)
                    .subtract(ChannelSums.flat(arrays.in(0)), ChannelSums.perChannel(mean), y);
            ChannelSums.writeSquares(program, arrays.out(0), arrays.temporary(0), variance);
            program.multiply(variance, 1 / values, variance);
            FoldKernels.factor(program, arrays.in(1), variance, epsilon, factor);
            program.multiply(y, ChannelSums.perChannel(factor), y).add(y, ChannelSums.perChannel(arrays.in(2)), y);
        });
    }

    /**
     * With {@code h = (x - mean) / sqrt(variance + epsilon)} and means over the channel's values: {@code dx = scale /
     * sqrt(variance + epsilon) (dy - mean(dy) - h mean(h dy))}.
     */
    static Recipe backward(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        double values = (double) x.size() / x.channels();
        List<Shape> temporaries = List.of(x, images(x), channels(x));
        return new Recipe("batch norm backward", temporaries, (program, arrays) -> {
            INDArray dx = ChannelSums.flat(arrays.out(0));
            INDArray dy = ChannelSums.flat(arrays.in(4));
            INDArray vector = arrays.temporary(2);
            normalized(program, arrays, epsilon);
            slopes(program, arrays);
            program.multiply(arrays.out(1), -1 / values, vector)
                    .multiply(dx, ChannelSums.perChannel(vector), dx)
                    .add(dx, dy, dx)
                    .multiply(arrays.out(2), 1 / values, vector)
                    .subtract(dx, ChannelSums.perChannel(vector), dx);
            FoldKernels.factor(program, arrays.in(1), arrays.in(3), epsilon, vector);
            program.multiply(dx, ChannelSums.perChannel(vector), dx);
        });
    }

    /** {@code h} to dx. */
    private static void normalized(Program program, Recipe.Arrays arrays, double epsilon) {
        INDArray dx = ChannelSums.flat(arrays.out(0));
        INDArray inverse = arrays.temporary(2);
        program.add(arrays.in(3), epsilon, inverse)
                .inverseRoot(inverse, inverse)
                .subtract(ChannelSums.flat(arrays.in(0)), ChannelSums.perChannel(arrays.in(2)), dx)
                .multiply(dx, ChannelSums.perChannel(inverse), dx);
    }

    /** {@code dscale = sum h dy}, {@code dshift = sum dy}, with h in dx. */
    private static void slopes(Program program, Recipe.Arrays arrays) {
        program.multiply(arrays.out(0), arrays.in(4), arrays.temporary(0));
        ChannelSums.write(program, arrays.temporary(0), arrays.temporary(1), arrays.out(1));
        ChannelSums.write(program, arrays.in(4), arrays.temporary(1), arrays.out(2));
    }

    static Recipe storedForward(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        return new Recipe("multiply", List.of(channels(x), channels(x)), (program, arrays) -> {
            INDArray y = ChannelSums.flat(arrays.out(0));
            INDArray factor = arrays.temporary(0);
            INDArray shift = arrays.temporary(1);
            FoldKernels.factor(program, arrays.in(1), arrays.in(4), epsilon, factor);
            program.multiply(arrays.in(3), factor, shift)
                    .subtract(arrays.in(2), shift, shift)
                    .multiply(ChannelSums.flat(arrays.in(0)), ChannelSums.perChannel(factor), y)
                    .add(y, ChannelSums.perChannel(shift), y);
        });
    }

    static Recipe storedBackward(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        List<Shape> temporaries = List.of(x, images(x), channels(x));
        return new Recipe("multiply", temporaries, (program, arrays) -> {
            INDArray factor = arrays.temporary(2);
            normalized(program, arrays, epsilon);
            slopes(program, arrays);
            FoldKernels.factor(program, arrays.in(1), arrays.in(3), epsilon, factor);
            program.multiply(
                    ChannelSums.flat(arrays.in(4)), ChannelSums.perChannel(factor), ChannelSums.flat(arrays.out(0)));
        });
    }

    static Recipe updateStatistics(Step step, NormInstruction.UpdateStatistics update) {
        Shape channels = step.inputs().get(0).shape();
        double momentum = update.momentum();
        double unbiased = (double) update.values() / Math.max(update.values() - 1, 1);
        return new Recipe("add", List.of(channels), (program, arrays) -> {
            mix(program, arrays, 0, momentum, momentum);
            mix(program, arrays, 1, momentum, momentum * unbiased);
        });
    }

    private static void mix(Program program, Recipe.Arrays arrays, int index, double momentum, double share) {
        INDArray running = arrays.out(index);
        INDArray part = arrays.temporary(0);
        program.multiply(running, 1 - momentum, running)
                .multiply(arrays.in(index), share, part)
                .add(running, part, running);
    }

    private static Shape images(Shape x) {
        return Shape.of(x.batch(), x.channels());
    }

    private static Shape channels(Shape x) {
        return Shape.of(x.channels());
    }
}
