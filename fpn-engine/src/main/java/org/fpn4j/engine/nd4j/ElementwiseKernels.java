package org.fpn4j.engine.nd4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums and products of tensors of one shape, and products with one number. */
final class ElementwiseKernels {
    private ElementwiseKernels() {}

    /** The first input may be overwritten, so all of its occurrences are taken before anything is added. */
    static Recipe sum(Step step) {
        Map<Value, Integer> times = new LinkedHashMap<>();
        step.inputs().forEach(value -> times.merge(value, 1, Integer::sum));
        return Recipe.of("add", (program, arrays) -> {
            INDArray y = arrays.out(0);
            INDArray first = arrays.in(0);
            boolean untouched = times.get(step.inputs().get(0)) == 1;
            if (!untouched) {
                program.multiply(first, times.get(step.inputs().get(0)), y);
            }
            for (int i = 1; i < step.inputs().size(); i++) {
                if (step.inputs().get(i) != step.inputs().get(0)) {
                    program.add(untouched ? first : y, arrays.in(i), y);
                    untouched = false;
                }
            }
        });
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
