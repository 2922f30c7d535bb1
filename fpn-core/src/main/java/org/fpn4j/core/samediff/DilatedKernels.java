package org.fpn4j.core.samediff;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dilated kernels as those that they are: with zeros between their taps. ND4J 1.0.0-M2.1 describes the padding of a dilated
 * convolution to oneDNN as if its taps were neighbours, which oneDNN refuses.
 */
final class DilatedKernels {
    private DilatedKernels() {}

    /** A kernel {@code [kH, kW, in, out]} over the cells that it spans. */
    static SDVariable spread(SameDiff sd, SDVariable kernel, Shape weight, Operation.Convolution by) {
        if (by.dilation() == 1) {
            return kernel;
        }
        long each = (long) weight.dim(0) * weight.dim(1);
        int rows = by.span(weight.dim(2));
        int columns = by.span(weight.dim(3));
        SDVariable spread = turned(kernel, weight.dim(2), weight.dim(3), each);
        spread = turned(spread(sd, spread, weight.dim(3), by), columns, weight.dim(2), each);
        spread = spread(sd, spread, weight.dim(2), by).reshape(rows, columns, each);
        return weight.dim(1) == 1
                ? spread.reshape(rows, columns, weight.dim(0), 1)
                : spread.reshape(rows, columns, weight.dim(1), weight.dim(0));
    }

    /** {@code [rows, columns, each]} as {@code [columns, rows each]}. */
    private static SDVariable turned(SDVariable x, int rows, int columns, long each) {
        return x.reshape(rows, columns, each).permute(1, 0, 2).reshape(columns, rows * each);
    }

    /** Rows as many as they span, zeros between them: a product with a matrix of zeros and ones. */
    private static SDVariable spread(SameDiff sd, SDVariable x, int taps, Operation.Convolution by) {
        INDArray places = Nd4j.zeros(x.dataType(), by.span(taps), taps);
        for (int tap = 0; tap < taps; tap++) {
            places.putScalar(by.span(tap + 1) - 1L, tap, 1);
        }
        return sd.linalg().mmul(sd.constant(places), x);
    }
}
