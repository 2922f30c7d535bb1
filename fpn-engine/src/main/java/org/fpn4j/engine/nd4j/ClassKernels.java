package org.fpn4j.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;

/** What rows {@code [N, L, K]} have to do with classes {@code [N, L]}, in Java: a round computes one row. */
final class ClassKernels {
    private ClassKernels() {}

    static Recipe take(Step step, int values) {
        Shape x = step.inputs().get(0).shape();
        return Recipe.of("take class", (program, arrays) -> {
            ArrayValues rows = ArrayValues.of(arrays.in(0));
            ArrayValues classes = ArrayValues.of(arrays.in(1));
            ArrayValues taken = ArrayValues.of(arrays.out(0));
            program.inJava(
                    List.of(rows, classes),
                    List.of(taken),
                    () -> HostLoop.run(rowsOf(x), () -> {
                        float[] row = new float[values];
                        return index -> {
                            int own = classOf(classes, index, x.dim(2) / values);
                            if (own < 0) {
                                Arrays.fill(row, 0);
                            } else {
                                rows.read((long) index * x.dim(2) + (long) own * values, row, 0, values);
                            }
                            taken.write((long) index * values, row, 0, values);
                        };
                    }));
        });
    }

    static Recipe takeBackward(Step step, int values) {
        Shape x = step.outputs().get(0).shape();
        return Recipe.of("take class backward", (program, arrays) -> {
            ArrayValues classes = ArrayValues.of(arrays.in(0));
            ArrayValues dy = ArrayValues.of(arrays.in(1));
            ArrayValues dx = ArrayValues.of(arrays.out(0));
            program.inJava(
                    List.of(classes, dy),
                    List.of(dx),
                    () -> HostLoop.run(rowsOf(x), () -> {
                        float[] row = new float[x.dim(2)];
                        return index -> {
                            Arrays.fill(row, 0);
                            int own = classOf(classes, index, x.dim(2) / values);
                            if (own >= 0) {
                                dy.read((long) index * values, row, own * values, values);
                            }
                            dx.write((long) index * x.dim(2), row, 0, x.dim(2));
                        };
                    }));
        });
    }

    /**
     * With {@code m} the largest logit a row's loss is {@code ln(sum e^(x - m)) - (x_class - m)}. The largest is 1 in that sum
     * and is left out of it, so that the loss of a row that is nearly right is as exact as any other: {@code ln(1 + rest)}.
     */
    static Recipe softmaxCrossEntropy(Step step) {
        Shape x = step.inputs().get(0).shape();
        return Recipe.of("softmax cross-entropy", (program, arrays) -> {
            ArrayValues logits = ArrayValues.of(arrays.in(0));
            ArrayValues classes = ArrayValues.of(arrays.in(1));
            ArrayValues weights = ArrayValues.of(arrays.in(2));
            ArrayValues loss = ArrayValues.of(arrays.out(0));
            ArrayValues slopes = ArrayValues.of(arrays.out(1));
            double[] losses = new double[rowsOf(x)];
            program.inJava(List.of(logits, classes, weights), List.of(loss, slopes), () -> {
                HostLoop.run(losses.length, () -> crossEntropy(logits, classes, weights, losses, slopes, x.dim(2)));
                loss.write(0, new float[] {(float) Arrays.stream(losses).sum()}, 0, 1);
            });
        });
    }

    private static IntConsumer crossEntropy(
            ArrayValues logits,
            ArrayValues classes,
            ArrayValues weights,
            double[] losses,
            ArrayValues slopes,
            int count) {
        float[] row = new float[count];
        float[] weight = new float[1];
        return index -> {
            int own = classOf(classes, index, count);
            losses[index] = 0;
            if (own < 0) {
                Arrays.fill(row, 0);
            } else {
                logits.read((long) index * count, row, 0, count);
                weights.read(index, weight, 0, 1);
                losses[index] = crossEntropy(row, own, weight[0]);
            }
            slopes.write((long) index * count, row, 0, count);
        };
    }

    /** The loss of a row of logits, which become their slopes. */
    private static double crossEntropy(float[] row, int own, double weight) {
        int largest = 0;
        for (int i = 1; i < row.length; i++) {
            largest = row[i] > row[largest] ? i : largest;
        }
        double most = row[largest];
        double rest = 0;
        for (int i = 0; i < row.length; i++) {
            rest += i == largest ? 0 : Math.exp(row[i] - most);
        }
        double loss = Math.log1p(rest) + (most - row[own]);
        double others = own == largest ? rest : 1 + rest - Math.exp(row[own] - most);
        for (int i = 0; i < row.length; i++) {
            double share = i == own ? -others : Math.exp(row[i] - most);
            row[i] = (float) (weight * share / (1 + rest));
        }
        return weight * loss;
    }

    /** A row's class; -1 where it is none. */
    private static int classOf(ArrayValues classes, int row, int count) {
        float[] value = new float[1];
        classes.read(row, value, 0, 1);
        int own = (int) value[0];
        return own == value[0] && own >= 0 && own < count ? own : -1;
    }

    private static int rowsOf(Shape x) {
        return x.dim(0) * x.dim(1);
    }
}
