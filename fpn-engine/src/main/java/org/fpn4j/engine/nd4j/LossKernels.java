package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Losses that look at each predicted value by itself, with their gradients. A row is one cell. */
final class LossKernels {
    private LossKernels() {}

    /**
     * With {@code s = -1} for the object's class and 1 elsewhere, {@code f = s x} and {@code p = sigmoid(f)}: a value's
     * loss is {@code alpha_t p^gamma softplus(f)}, its slope {@code s alpha_t p^gamma (p + gamma (1 - p) softplus(f))}.
     */
    static Recipe focal(Step step, Operation.FocalLoss focal) {
        Shape x = step.inputs().get(0).shape();
        int cells = x.dim(0) * x.dim(1);
        Shape table = Shape.of(cells, x.dim(2));
        Shape column = Shape.of(cells, 1);
        return new Recipe("focal loss", List.of(table, table, table, table, column), (program, arrays) -> {
            INDArray dx = rows(arrays.out(1), cells);
            INDArray sign = arrays.temporary(0);
            INDArray wrong = arrays.temporary(1);
            INDArray softplus = arrays.temporary(2);
            INDArray spare = arrays.temporary(3);
            INDArray weights = arrays.temporary(4);
            // labels are whole numbers: the distance from the class, cut at 1, says whether it is another
            INDArray classes = Nd4j.arange(x.dim(2)).castTo(dx.dataType()).reshape(1, x.dim(2));
            program.subtract(arrays.in(1).reshape(cells, 1), classes, sign)
                    .abs(sign, sign)
                    .clip(sign, 0, 1, sign)
                    .multiply(sign, 2, sign)
                    .add(sign, -1, sign)
                    .multiply(rows(arrays.in(0), cells), sign, wrong) // f
                    .softplus(wrong, spare, dx, softplus)
                    .sigmoid(wrong, wrong)
                    .above(arrays.in(1).reshape(cells, 1), -1.5, weights) // -2 is ignored
                    .multiply(weights, arrays.in(2).reshape(cells, 1), weights);
            factor(program, wrong, focal.gamma(), dx);
            if (focal.alpha() >= 0) {
                program.multiply(sign, 0.5 - focal.alpha(), spare)
                        .add(spare, 0.5, spare)
                        .multiply(dx, spare, dx);
            }
            program.multiply(dx, weights, dx).multiply(dx, softplus, spare);
            total(program, spare, weights, arrays.out(0));
            program.from(1, wrong, spare)
                    .multiply(spare, softplus, spare)
                    .multiply(spare, focal.gamma(), spare)
                    .add(spare, wrong, spare)
                    .multiply(dx, spare, dx)
                    .multiply(dx, sign, dx);
        });
    }

    /** {@code p^gamma}. */
    private static void factor(Program program, INDArray wrong, double gamma, INDArray z) {
        if (gamma == 0) {
            program.fill(z, 1);
        } else if (gamma == 1) {
            program.copy(wrong, z);
        } else if (gamma == 2) {
            program.multiply(wrong, wrong, z);
        } else {
            program.power(wrong, gamma, z);
        }
    }

    /** With {@code d = prediction - target}: the slope is d cut to {@code +-beta} and divided by it, or d's sign. */
    static Recipe smoothL1(Step step, double beta) {
        Shape x = step.inputs().get(0).shape();
        int cells = x.dim(0) * x.dim(1);
        Shape table = Shape.of(cells, x.dim(2));
        return new Recipe("smooth L1 loss", List.of(table, table, Shape.of(cells, 1)), (program, arrays) -> {
            INDArray dx = rows(arrays.out(1), cells);
            INDArray losses = arrays.temporary(0);
            INDArray near = arrays.temporary(1);
            INDArray weights = arrays.in(2).reshape(cells, 1);
            program.subtract(rows(arrays.in(0), cells), rows(arrays.in(1), cells), dx)
                    .abs(dx, losses);
            if (beta > 0) { // n^2 / (2 beta) + (|d| - n) with n = min(|d|, beta)
                program.clip(losses, 0, beta, near)
                        .subtract(losses, near, losses)
                        .multiply(near, near, near)
                        .multiply(near, 0.5 / beta, near)
                        .add(losses, near, losses)
                        .subtract(rows(arrays.in(0), cells), rows(arrays.in(1), cells), dx)
                        .clip(dx, -beta, beta, dx)
                        .multiply(dx, 1 / beta, dx);
            } else {
                program.sign(dx, dx);
            }
            program.multiply(dx, weights, dx).multiply(losses, weights, losses);
            total(program, losses, arrays.temporary(2), arrays.out(0));
        });
    }

    /**
     * A value's loss is {@code softplus(x) - x t}, its slope {@code sigmoid(x) - t}. Without differences of what may be equal:
     * {@code ln(1 + e^-|x|) + (1 - t) max(x, 0) + t max(-x, 0)}, and {@code (1 - t) sigmoid(x) - t sigmoid(-x)}.
     */
    static Recipe binaryCrossEntropy(Step step) {
        Shape x = step.inputs().get(0).shape();
        int cells = x.dim(0) * x.dim(1);
        Shape table = Shape.of(cells, x.dim(2));
        List<Shape> temporaries = List.of(table, table, table, Shape.of(cells, 1));
        return new Recipe("binary cross-entropy", temporaries, (program, arrays) -> {
            INDArray logits = rows(arrays.in(0), cells);
            INDArray targets = rows(arrays.in(1), cells);
            INDArray weights = arrays.in(2).reshape(cells, 1);
            INDArray losses = arrays.temporary(0);
            INDArray spare = arrays.temporary(1);
            INDArray others = arrays.temporary(2); // 1 - t
            INDArray dx = rows(arrays.out(1), cells);
            program.softplusOfMinusAbs(logits, spare, dx, losses)
                    .from(1, targets, others)
                    .relu(logits, spare)
                    .multiply(spare, others, spare)
                    .add(losses, spare, losses)
                    .multiply(logits, -1, dx)
                    .relu(dx, spare)
                    .multiply(spare, targets, spare)
                    .add(losses, spare, losses)
                    .multiply(losses, weights, losses);
            total(program, losses, arrays.temporary(3), arrays.out(0));
            program.sigmoid(dx, dx)
                    .multiply(dx, targets, dx)
                    .sigmoid(logits, spare)
                    .multiply(spare, others, spare)
                    .subtract(spare, dx, dx)
                    .multiply(dx, weights, dx);
        });
    }

    /** Sum of a table by way of its rows; {@code column} is overwritten. */
    private static void total(Program program, INDArray table, INDArray column, INDArray z) {
        INDArray perCell = column.reshape(column.length());
        program.sum(table, 1, perCell).sum(perCell.reshape(1, perCell.length()), 1, z);
    }

    private static INDArray rows(INDArray array, long rows) {
        return array.reshape(rows, array.length() / rows);
    }
}
