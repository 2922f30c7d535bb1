package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums, products and maxima of tensors of one shape, and products with one number. */
final class ElementwiseKernels {
    private static final int STRETCH = 4096; // values that fit into the innermost caches

    private ElementwiseKernels() {}

    static Recipe sum() {
        return Recipe.of("add", (program, arrays) -> {
            program.add(arrays.in(0), arrays.in(1), arrays.out(0));
            for (INDArray term : arrays.in().subList(2, arrays.in().size())) {
                program.add(arrays.out(0), term, arrays.out(0));
            }
        });
    }

    static Recipe maximum() {
        return Recipe.of("maximum", (program, arrays) -> {
            program.maximum(arrays.in(0), arrays.in(1), arrays.out(0));
            for (INDArray other : arrays.in().subList(2, arrays.in().size())) {
                program.maximum(arrays.out(0), other, arrays.out(0));
            }
        });
    }

    /** In Java, because of equals: a round computes a stretch of all gradients. */
    static Recipe maximumBackward() {
        return Recipe.of("maximum backward", (program, arrays) -> {
            List<ArrayValues> in = arrays.in().stream().map(ArrayValues::of).toList();
            List<ArrayValues> out = arrays.out().stream().map(ArrayValues::of).toList();
            long size = out.get(0).size();
            int rounds = Math.toIntExact((size + STRETCH - 1) / STRETCH);
            program.inJava(
                    in,
                    out,
                    () -> HostLoop.run(rounds, () -> {
                        float[][] x = new float[out.size()][STRETCH];
                        float[] dy = new float[STRETCH];
                        return round -> {
                            long from = (long) round * STRETCH;
                            int length = (int) Math.min(STRETCH, size - from);
                            in.get(out.size()).read(from, dy, 0, length);
                            for (int i = 0; i < x.length; i++) {
                                in.get(i).read(from, x[i], 0, length);
                            }
                            share(x, dy, length);
                            for (int i = 0; i < x.length; i++) {
                                out.get(i).write(from, x[i], 0, length);
                            }
                        };
                    }));
        });
    }

    /** Puts the gradients in the places of what was compared: equal shares for all that are the largest. */
    private static void share(float[][] x, float[] dy, int length) {
        for (int at = 0; at < length; at++) {
            float most = Float.NEGATIVE_INFINITY;
            int count = 0;
            for (float[] one : x) {
                count = one[at] > most ? 1 : one[at] == most ? count + 1 : count;
                most = Math.max(most, one[at]);
            }
            for (float[] one : x) {
                one[at] = one[at] == most ? dy[at] / count : 0;
            }
        }
    }

    static Recipe multiply(double factor) {
        return Recipe.of("multiply", (program, arrays) -> program.multiply(arrays.in(0), factor, arrays.out(0)));
    }

    static Recipe scale() {
        return Recipe.of("multiply", (program, arrays) -> program.multiply(arrays.in(0), arrays.in(1), arrays.out(0)));
    }

    /** {@code dx = factor dy}, {@code dfactor = sum x dy}. */
    static Recipe scaleBackward(Step step) {
        Shape shape = step.inputs().get(0).shape();
        return new Recipe("multiply", List.of(Shape.of(shape.dim(0))), (program, arrays) -> {
            INDArray dx = arrays.out(0);
            program.multiply(arrays.in(0), arrays.in(2), dx);
            sumAll(program, dx, arrays.temporary(0), arrays.out(1));
            program.multiply(arrays.in(2), arrays.in(1), dx);
        });
    }

    /** Sum of all values by way of sums over rows. */
    static void sumAll(Program program, INDArray x, INDArray rows, INDArray z) {
        program.sum(x.reshape(rows.length(), x.length() / rows.length()), 1, rows)
                .sum(rows.reshape(1, rows.length()), 1, z);
    }
}
