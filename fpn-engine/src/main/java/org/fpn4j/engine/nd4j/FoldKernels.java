package org.fpn4j.engine.nd4j;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Stored batch norms moved into the convolutions before them. */
final class FoldKernels {
    private FoldKernels() {}

    static Recipe fold(Step step, NormInstruction.Fold fold) {
        Shape channels = step.outputs().get(1).shape();
        return new Recipe("multiply", List.of(channels), (program, arrays) -> {
            int first = fold.bias() ? 2 : 1;
            INDArray factor = arrays.temporary(0);
            INDArray bias = arrays.out(1);
            factor(program, arrays.in(first), arrays.in(first + 3), fold.epsilon(), factor);
            program.multiply(rows(arrays.in(0)), factor.reshape(factor.length(), 1), rows(arrays.out(0)));
            if (fold.bias()) {
                program.subtract(arrays.in(1), arrays.in(first + 2), bias);
            } else {
                program.multiply(arrays.in(first + 2), -1, bias);
            }
            program.multiply(bias, factor, bias).add(bias, arrays.in(first + 1), bias);
        });
    }

    static Recipe backward(Step step, NormInstruction.FoldBackward fold) {
        Shape channels = step.inputs().get(0).shape();
        return new Recipe("multiply", List.of(channels), (program, arrays) -> {
            INDArray factor = arrays.temporary(0);
            factor(program, arrays.in(0), arrays.in(1), fold.epsilon(), factor);
            program.multiply(rows(arrays.in(2)), factor.reshape(factor.length(), 1), rows(arrays.out(0)));
            if (fold.bias()) {
                program.multiply(arrays.in(3), factor, arrays.out(1));
            }
        });
    }

    /** {@code scale / sqrt(variance + epsilon)}. */
    static void factor(Program program, INDArray scale, INDArray variance, double epsilon, INDArray z) {
        program.add(variance, epsilon, z).inverseRoot(z, z).multiply(z, scale, z);
    }

    /** A kernel with one row per filter. */
    private static INDArray rows(INDArray kernel) {
        return kernel.reshape(kernel.size(0), kernel.length() / kernel.size(0));
    }
}
