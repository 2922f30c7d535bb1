package org.fpn4j.core.nd4j;

import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.VectorAlgebra;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations on vectors that are its arrays. */
final class NativeAlgebra implements VectorAlgebra {
    /** Two megabytes of each vector: in a shared cache, and long enough for an operation to pay. */
    private static final long STRETCH = 1 << 19;

    private static INDArray array(FlatVector vector) {
        return NativeVector.array(vector);
    }

    @Override
    public void fill(FlatVector z, double number) {
        array(z).assign(number);
    }

    @Override
    public void add(FlatVector x, FlatVector y, FlatVector z) {
        array(x).addi(array(y), array(z));
    }

    @Override
    public void add(FlatVector x, double number, FlatVector z) {
        array(x).addi(number, array(z));
    }

    @Override
    public void subtract(FlatVector x, FlatVector y, FlatVector z) {
        array(x).subi(array(y), array(z));
    }

    @Override
    public void multiply(FlatVector x, FlatVector y, FlatVector z) {
        array(x).muli(array(y), array(z));
    }

    @Override
    public void multiply(FlatVector x, double factor, FlatVector z) {
        array(x).muli(factor, array(z));
    }

    @Override
    public void divide(FlatVector x, FlatVector y, FlatVector z) {
        array(x).divi(array(y), array(z));
    }

    @Override
    public void divide(FlatVector x, double divisor, FlatVector z) {
        array(x).divi(divisor, array(z));
    }

    @Override
    public void squareRoot(FlatVector x, FlatVector z) {
        Nd4j.getExecutioner().exec(new Sqrt(array(x), array(z)));
    }

    @Override
    public long stretch() {
        return STRETCH;
    }
}
