package org.fpn4j.core.samediff;

import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The border between checkpoints and ND4J: kernels {@code [out, in, kH, kW]} outside, {@code [kH, kW, in, out]} inside. A
 * depthwise kernel {@code [C, 1, kH, kW]} becomes {@code [kH, kW, C, 1]}.
 */
final class KernelLayout {
    private KernelLayout() {}

    static INDArray toNd4j(float[] values, Shape shape) {
        INDArray array = Nd4j.createFromArray(values).reshape('c', shape.toLongArray());
        return shape.rank() == 4 ? array.permute(permutation(shape)).dup('c') : array;
    }

    static float[] fromNd4j(INDArray array, Shape shape) {
        INDArray outside = array;
        if (shape.rank() == 4) {
            // [kH, kW, in, out] -> [out, in, kH, kW]; for depthwise kernels the last two are swapped
            outside = isDepthwise(shape) ? array.permute(2, 3, 0, 1) : array.permute(3, 2, 0, 1);
        }
        return outside.dup('c').data().asFloat();
    }

    /** A kernel variable as {@code [out, in, kH, kW]}. */
    static SDVariable plain(SDVariable inside, Shape shape) {
        return isDepthwise(shape) ? inside.permute(2, 3, 0, 1) : inside.permute(3, 2, 0, 1);
    }

    /** One input channel per filter: depthwise, or a dense kernel on one channel, where both layouts agree in size. */
    private static boolean isDepthwise(Shape shape) {
        return shape.dim(1) == 1;
    }

    private static int[] permutation(Shape shape) {
        return isDepthwise(shape) ? new int[] {2, 3, 0, 1} : new int[] {2, 3, 1, 0};
    }
}
