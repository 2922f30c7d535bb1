package org.fpn4j.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;

/** The loss of heat maps, in Java: a round computes one row. */
final class HeatMapKernels {
    private HeatMapKernels() {}

    static Recipe gaussianFocal(Step step, Operation.GaussianFocalLoss focal) {
        Shape x = step.inputs().get(0).shape();
        return Recipe.of("gaussian focal loss", (program, arrays) -> {
            Tables tables = new Tables(
                    ArrayValues.of(arrays.in(0)),
                    ArrayValues.of(arrays.in(1)),
                    ArrayValues.of(arrays.in(2)),
                    ArrayValues.of(arrays.out(1)),
                    x.dim(2));
            ArrayValues loss = ArrayValues.of(arrays.out(0));
            double[] losses = new double[x.dim(0) * x.dim(1)];
            program.inJava(List.of(tables.logits, tables.targets, tables.weights), List.of(loss, tables.slopes), () -> {
                HostLoop.run(losses.length, () -> rows(focal, tables, losses));
                loss.write(0, new float[] {(float) Arrays.stream(losses).sum()}, 0, 1);
            });
        });
    }

    private record Tables(
            ArrayValues logits, ArrayValues targets, ArrayValues weights, ArrayValues slopes, int values) {}

    private static IntConsumer rows(Operation.GaussianFocalLoss focal, Tables tables, double[] losses) {
        float[] row = new float[tables.values];
        float[] targets = new float[tables.values];
        float[] weight = new float[1];
        return index -> {
            long at = (long) index * tables.values;
            tables.weights.read(index, weight, 0, 1);
            losses[index] = 0;
            if (weight[0] == 0) { // whatever stands there
                Arrays.fill(row, 0);
            } else {
                tables.logits.read(at, row, 0, tables.values);
                tables.targets.read(at, targets, 0, tables.values);
                losses[index] = weight[0] * loss(focal, row, targets, weight[0]);
            }
            tables.slopes.write(at, row, 0, tables.values);
        };
    }

    /**
     * The loss of a row of logits, which become their slopes. With {@code f = -x} where the target is 1 and x elsewhere, and
     * {@code p} the sigmoid of f: {@code share p^alpha softplus(f)}, by f {@code share p^alpha (p + alpha (1 - p) softplus(f))}.
     */
    private static double loss(Operation.GaussianFocalLoss focal, float[] row, float[] targets, double weight) {
        float limit = Operation.GaussianFocalLoss.LARGEST_LOGIT;
        double loss = 0;
        for (int i = 0; i < row.length; i++) {
            float x = row[i];
            boolean peak = targets[i] == 1;
            double sign = peak ? -1 : 1;
            double f = sign * Math.max(-limit, Math.min(x, limit));
            double far = Math.exp(-Math.abs(f));
            double larger = 1 / (1 + far);
            double p = f >= 0 ? larger : far * larger;
            double q = f >= 0 ? far * larger : larger;
            double softplus = Math.max(f, 0) + Math.log1p(far);
            double factor = (peak ? 1 : power(1 - (double) targets[i], focal.beta())) * power(p, focal.alpha());
            loss += factor * softplus;
            boolean moves = !(Math.abs(x) > limit); // what is no number has no slope that is one
            row[i] = moves ? (float) (weight * sign * factor * (p + focal.alpha() * q * softplus)) : 0;
        }
        return loss;
    }

    private static double power(double base, double exponent) {
        if (exponent == 2) {
            return base * base;
        }
        return exponent == 4 ? base * base * (base * base) : Math.pow(base, exponent);
    }
}
