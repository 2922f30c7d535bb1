package org.fpn4j.core.layer;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;

/**
 * Convolution, norm, activation. The convolution's parameters stand in the block's own scope, the norm's in {@code
 * norm}.
 *
 * @param convolution its bias is dropped where the norm shifts
 * @param norm after the convolution
 * @param activation after the norm
 */
public record ConvBlock(Conv2d convolution, NormConfig norm, Activation activation) {
    public ConvBlock {
        requireNonNull(convolution, "convolution is null");
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
    }

    /** Declares the parameters of all its parts; the layer is then applied to any number of maps. */
    public Layer declare(Graph scope) {
        Conv2d biased = convolution.bias(convolution.bias() && norm.convolutionBias());
        Layer normalised = biased.declare(scope).then(norm.declare(scope.scope("norm"), convolution.out()));
        return normalised.then((graph, x) -> graph.activate(activation, x));
    }
}
