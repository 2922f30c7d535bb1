package org.fpn4j.core.layer;

import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * A two-dimensional convolution: {@code [N, in, H, W]} to {@code [N, out, H', W']}. Parameters {@code weight [out, in /
 * groups, k, k]} and {@code bias [out]}.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel side of the window
 * @param stride cells that the window moves
 * @param groups 1, or {@code in} for a depthwise convolution
 * @param bias whether there is a bias
 * @param weights initial weights
 * @param biasValue initial bias
 * @param trainable false where it is frozen
 */
public record Conv2d(
        int in,
        int out,
        int kernel,
        int stride,
        int groups,
        boolean bias,
        Initializer weights,
        double biasValue,
        boolean trainable) {

    /** Dense, stride 1, with bias 0, initialised as the FPN paper's convolutions. */
    public static Conv2d of(int in, int out, int kernel) {
        return new Conv2d(in, out, kernel, 1, 1, true, Initializer.fpnUniform(), 0, true);
    }

    /** The same with a stride. */
    public Conv2d stride(int cells) {
        return new Conv2d(in, out, kernel, cells, groups, bias, weights, biasValue, trainable);
    }

    /** One filter per channel. */
    public Conv2d depthwise() {
        return new Conv2d(in, out, kernel, stride, in, bias, weights, biasValue, trainable);
    }

    /** The same with or without a bias. */
    public Conv2d bias(boolean wanted) {
        return new Conv2d(in, out, kernel, stride, groups, wanted, weights, biasValue, trainable);
    }

    /** The same with another initial bias. */
    public Conv2d biasValue(double value) {
        return new Conv2d(in, out, kernel, stride, groups, bias, weights, value, trainable);
    }

    /** The same with other initial weights. */
    public Conv2d weights(Initializer initializer) {
        return new Conv2d(in, out, kernel, stride, groups, bias, initializer, biasValue, trainable);
    }

    /** The same, trained or frozen. */
    public Conv2d trainable(boolean wanted) {
        return new Conv2d(in, out, kernel, stride, groups, bias, weights, biasValue, wanted);
    }

    /** Declares the parameters in {@code scope}; padding is {@code (kernel - 1) / 2} on all sides. */
    public Layer declare(Graph scope) {
        Tensor weight =
                scope.parameter("weight", Shape.of(out, in / groups, kernel, kernel), weights, Role.WEIGHT, trainable);
        Operation operation = new Operation.Convolution(stride, Padding.of((kernel - 1) / 2), groups);
        if (!bias) {
            return (graph, x) -> graph.apply(operation, List.of(x, weight));
        }
        Tensor shift =
                scope.parameter("bias", Shape.of(out), new Initializer.Constant(biasValue), Role.BIAS, trainable);
        return (graph, x) -> graph.apply(operation, List.of(x, weight, shift));
    }
}
