package org.fpn4j.core.layer;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;

/**
 * Convolution, norm and activation as one unit, with the names of YOLOX's: {@code conv.weight}, {@code bn.weight}. Units of
 * one network have norm and activation in common. Weights start as PyTorch's convolutions do, uniform in {@code +-1 /
 * sqrt(fan in)}.
 *
 * @param norm after every convolution, whose bias it replaces
 * @param activation after every norm
 * @param separable whether windows of more than a cell are a depthwise and a pointwise convolution
 */
public record ConvUnits(NormConfig norm, Activation activation, boolean separable) {
    public ConvUnits {
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
    }

    /** A unit that looks at single cells. */
    public Layer pointwise(Graph scope, int in, int out) {
        return dense(scope, in, out, 1, 1);
    }

    /** A unit whose window sees all channels, whatever {@link #separable} says. */
    public Layer dense(Graph scope, int in, int out, int kernel, int stride) {
        return unit(scope, Conv2d.of(in, out, kernel).stride(stride));
    }

    /** A unit with a window; where windows are separable two units, {@code dconv} and {@code pconv}. */
    public Layer window(Graph scope, int in, int out, int kernel, int stride) {
        if (!separable) {
            return dense(scope, in, out, kernel, stride);
        }
        Conv2d depthwise = Conv2d.of(in, in, kernel).stride(stride).depthwise();
        return unit(scope.scope("dconv"), depthwise).then(pointwise(scope.scope("pconv"), in, out));
    }

    private Layer unit(Graph scope, Conv2d convolution) {
        Layer convolved = convolution
                .bias(norm.convolutionBias())
                .weights(new Initializer.Uniform(1, Initializer.Fan.IN))
                .declare(scope.scope("conv"));
        return convolved
                .then(norm.declare(scope.scope("bn"), convolution.out()))
                .then((graph, x) -> graph.activate(activation, x));
    }
}
