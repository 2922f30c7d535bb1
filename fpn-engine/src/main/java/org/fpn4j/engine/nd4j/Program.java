package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.kernel.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSet;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Operations of ND4J in the order in which they run, on arrays that are known beforehand: they are prepared once, and a run
 * makes no array. In every method {@code z} takes the result; it may be one of the operands.
 */
final class Program implements Kernel {
    private static final int STRETCH = 4096; // values that fit into the innermost caches

    private final List<Runnable> operations = new ArrayList<>();
    private final List<OpContext> contexts = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();

    @Override
    public void run() {
        for (Runnable operation : operations) {
            operation.run();
        }
    }

    @Override
    public void close() {
        contexts.forEach(OpContext::purge);
        contexts.clear();
        releases.forEach(Runnable::run);
        releases.clear();
        operations.clear();
    }

    /** An operation by its name in ND4J's native library. */
    Program custom(String name, List<INDArray> inputs, List<INDArray> outputs, List<Double> reals, long... integers) {
        CustomOp operation = DynamicCustomOp.builder(name).build();
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs.toArray(new INDArray[0]));
        context.setOutputArrays(outputs.toArray(new INDArray[0]));
        context.setTArguments(reals.stream().mapToDouble(Double::doubleValue).toArray());
        context.setIArguments(integers);
        contexts.add(context);
        operations.add(() -> Nd4j.exec(operation, context));
        return this;
    }

    /** What is no operation of ND4J's: what it does in a run, and what frees what it holds. */
    Program other(Runnable work, Runnable release) {
        operations.add(work);
        releases.add(release);
        return this;
    }

    /**
     * What is computed in Java.
     *
     * @param inputs arrays that it reads
     * @param outputs arrays that it writes, every value
     */
    Program inJava(List<ArrayValues> inputs, List<ArrayValues> outputs, Runnable work) {
        operations.add(() -> {
            inputs.forEach(ArrayValues::fetch);
            work.run();
            outputs.forEach(ArrayValues::written);
        });
        return this;
    }

    /** One value of several arrays of one size, place by place. */
    @FunctionalInterface
    interface EachValue {
        float of(float[] values);
    }

    /** A function of the values of all operands at the same place, in Java; {@code z} may be one of the operands. */
    Program eachValue(List<INDArray> operands, INDArray z, EachValue function) {
        List<ArrayValues> in = operands.stream().map(ArrayValues::of).toList();
        ArrayValues out = ArrayValues.of(z);
        int rounds = Math.toIntExact((out.size() + STRETCH - 1) / STRETCH);
        return inJava(
                in,
                List.of(out),
                () -> HostLoop.run(rounds, () -> {
                    float[][] read = new float[in.size()][STRETCH];
                    float[] made = new float[STRETCH];
                    float[] at = new float[in.size()];
                    return round -> {
                        long from = (long) round * STRETCH;
                        int length = (int) Math.min(STRETCH, out.size() - from);
                        for (int i = 0; i < at.length; i++) {
                            in.get(i).read(from, read[i], 0, length);
                        }
                        for (int place = 0; place < length; place++) {
                            for (int i = 0; i < at.length; i++) {
                                at[i] = read[i][place];
                            }
                            made[place] = function.of(at);
                        }
                        out.write(from, made, 0, length);
                    };
                }));
    }

    private Program binary(String name, INDArray x, INDArray y, INDArray z) {
        return custom(name, List.of(x, y), List.of(z), List.of());
    }

    private Program legacy(Op operation) {
        operations.add(() -> Nd4j.getExecutioner().exec(operation));
        return this;
    }

    /** {@code x + y}; here and below a dimension of one is repeated as often as the other operand needs it. */
    Program add(INDArray x, INDArray y, INDArray z) {
        return binary("add", x, y, z);
    }

    Program subtract(INDArray x, INDArray y, INDArray z) {
        return binary("subtract", x, y, z);
    }

    Program multiply(INDArray x, INDArray y, INDArray z) {
        return binary("multiply", x, y, z);
    }

    Program divide(INDArray x, INDArray y, INDArray z) {
        return binary("divide", x, y, z);
    }

    Program maximum(INDArray x, INDArray y, INDArray z) {
        return binary("maximum", x, y, z);
    }

    Program minimum(INDArray x, INDArray y, INDArray z) {
        return binary("minimum", x, y, z);
    }

    Program add(INDArray x, double number, INDArray z) {
        return legacy(new ScalarAdd(x, null, z, number));
    }

    Program multiply(INDArray x, double factor, INDArray z) {
        return legacy(new ScalarMultiplication(x, null, z, factor));
    }

    /** {@code number - x}. */
    Program from(double number, INDArray x, INDArray z) {
        return multiply(x, -1, z).add(z, number, z);
    }

    Program fill(INDArray z, double number) {
        return legacy(new ScalarSet(z, null, z, number));
    }

    Program copy(INDArray x, INDArray z) {
        return legacy(new Assign(x, z));
    }

    /** {@code x} where it is between the two, else the nearer of them. */
    Program clip(INDArray x, double least, double most, INDArray z) {
        return custom("clipbyvalue", List.of(x), List.of(z), List.of(least, most));
    }

    Program relu(INDArray x, INDArray z) {
        return custom("relu", List.of(x), List.of(z), List.of(0.0));
    }

    Program sigmoid(INDArray x, INDArray z) {
        return legacy(new Sigmoid(x, z));
    }

    /** {@code x sigmoid(x)}. */
    Program swish(INDArray x, INDArray z) {
        return legacy(new Swish(x, z));
    }

    Program exp(INDArray x, INDArray z) {
        return legacy(new Exp(x, z));
    }

    Program log(INDArray x, INDArray z) {
        return legacy(new Log(x, z));
    }

    Program abs(INDArray x, INDArray z) {
        return legacy(new Abs(x, z));
    }

    /** -1, 0 or 1. */
    Program sign(INDArray x, INDArray z) {
        return legacy(new Sign(x, z));
    }

    Program power(INDArray x, double exponent, INDArray z) {
        return legacy(new Pow(x, z, exponent));
    }

    /** {@code 1 / sqrt(x)}. */
    Program inverseRoot(INDArray x, INDArray z) {
        return legacy(new RSqrt(x, z));
    }

    /** 1 where {@code x > bound}, else 0. */
    Program above(INDArray x, double bound, INDArray z) {
        return legacy(new Step(x, z, bound));
    }

    /**
     * {@code ln(1 + e^-|x|)}. What rounding takes from {@code u = 1 + e^-|x|} is given back: {@code ln(u) / (u - 1)} changes
     * slowly with u (W. Kahan), so small values are as exact as large ones.
     */
    Program softplusOfMinusAbs(INDArray x, INDArray temporary, INDArray other, INDArray z) {
        return abs(x, temporary)
                .multiply(temporary, -1, temporary)
                .exp(temporary, temporary)
                .add(temporary, 1, other)
                .clip(other, Math.nextUp(1f), 2, other) // not 0 / 0
                .log(other, z)
                .add(other, -1, other)
                .divide(z, other, z)
                .multiply(z, temporary, z);
    }

    /** {@code ln(1 + e^x)} as {@code max(x, 0) + ln(1 + e^-|x|)}, which neither overflows nor loses small values. */
    Program softplus(INDArray x, INDArray temporary, INDArray other, INDArray z) {
        return softplusOfMinusAbs(x, temporary, other, z).relu(x, other).add(z, other, z);
    }

    /** Sum over one dimension, which {@code z} has no more. */
    Program sum(INDArray x, int dimension, INDArray z) {
        return custom("reduce_sum", List.of(x), List.of(z), List.of(), dimension);
    }

    /** The same of squares. */
    Program sumOfSquares(INDArray x, int dimension, INDArray z) {
        return custom("reduce_sqnorm", List.of(x), List.of(z), List.of(), dimension);
    }

    /** Product of two matrices. */
    Program product(INDArray x, INDArray y, INDArray z) {
        return binary("matmul", x, y, z);
    }
}
