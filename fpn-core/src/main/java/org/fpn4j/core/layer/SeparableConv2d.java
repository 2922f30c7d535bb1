package org.fpn4j.core.layer;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;

/**
 * A convolution in two: one filter per channel, then a 1x1 that mixes the channels (arXiv:1704.04861v1, section 3.1), with
 * nothing between them. {@code [N, in, H, W]} to {@code [N, out, H, W]}. Parameters {@code depthwise.weight [in, 1, k, k]},
 * {@code pointwise.weight [out, in, 1, 1]} and {@code pointwise.bias [out]}.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel side of the depthwise window
 * @param bias whether the 1x1 has a bias
 * @param weights initial weights of both
 * @param biasValue initial bias
 */
public record SeparableConv2d(int in, int out, int kernel, boolean bias, Initializer weights, double biasValue) {
    /** Declares the parameters in {@code scope}. */
    public Layer declare(Graph scope) {
        Layer depthwise = Conv2d.of(in, in, kernel)
                .depthwise()
                .bias(false)
                .weights(weights)
                .declare(scope.scope("depthwise"));
        Layer pointwise = Conv2d.of(in, out, 1)
                .bias(bias)
                .weights(weights)
                .biasValue(biasValue)
                .declare(scope.scope("pointwise"));
        return depthwise.then(pointwise);
    }
}
