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
 * @param window how it moves
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
        Window window,
        int groups,
        boolean bias,
        Initializer weights,
        double biasValue,
        boolean trainable) {

    /**
     * How a window moves over a map.
     *
     * @param stride cells from one place to the next
     * @param dilation cells from one tap to the next
     * @param padding of the map
     */
    public record Window(int stride, int dilation, WindowPadding padding) {}

    /** Dense, stride 1, padded symmetrically, with bias 0, initialised as the FPN paper's convolutions. */
    public static Conv2d of(int in, int out, int kernel) {
        Window window = new Window(1, 1, WindowPadding.SYMMETRIC);
        return new Conv2d(in, out, kernel, window, 1, true, Initializer.fpnUniform(), 0, true);
    }

    private Conv2d window(Window other) {
        return new Conv2d(in, out, kernel, other, groups, bias, weights, biasValue, trainable);
    }

    /** The same with a stride. */
    public Conv2d stride(int cells) {
        return window(new Window(cells, window.dilation(), window.padding()));
    }

    /** The same with taps that are no neighbours. */
    public Conv2d dilation(int cells) {
        return window(new Window(window.stride(), cells, window.padding()));
    }

    /** The same with other padding. */
    public Conv2d padding(WindowPadding other) {
        return window(new Window(window.stride(), window.dilation(), other));
    }

    /** One filter per channel. */
    public Conv2d depthwise() {
        return new Conv2d(in, out, kernel, window, in, bias, weights, biasValue, trainable);
    }

    /** The same with or without a bias. */
    public Conv2d bias(boolean wanted) {
        return new Conv2d(in, out, kernel, window, groups, wanted, weights, biasValue, trainable);
    }

    /** The same with another initial bias. */
    public Conv2d biasValue(double value) {
        return new Conv2d(in, out, kernel, window, groups, bias, weights, value, trainable);
    }

    /** The same with other initial weights. */
    public Conv2d weights(Initializer initializer) {
        return new Conv2d(in, out, kernel, window, groups, bias, initializer, biasValue, trainable);
    }

    /** The same, trained or frozen. */
    public Conv2d trainable(boolean wanted) {
        return new Conv2d(in, out, kernel, window, groups, bias, weights, biasValue, wanted);
    }

    /** Declares the parameters in {@code scope}. */
    public Layer declare(Graph scope) {
        Tensor weight =
                scope.parameter("weight", Shape.of(out, in / groups, kernel, kernel), weights, Role.WEIGHT, trainable);
        if (!bias) {
            return (graph, x) -> graph.apply(operation(x.shape()), List.of(x, weight));
        }
        Tensor shift =
                scope.parameter("bias", Shape.of(out), new Initializer.Constant(biasValue), Role.BIAS, trainable);
        return (graph, x) -> graph.apply(operation(x.shape()), List.of(x, weight, shift));
    }

    private Operation operation(Shape map) {
        Operation.Convolution unpadded =
                new Operation.Convolution(window.stride(), Padding.NONE, groups, window.dilation());
        return unpadded.padded(window.padding().around(map, unpadded.span(kernel), window.stride()));
    }
}
