package org.fpn4j.core.backbone;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;

/**
 * Factors for the channels of a map, made of its own means by two 1x1 convolutions with a bias (Hu et al.,
 * arXiv:1709.01507v4, section 3).
 *
 * @param reduce name of the first convolution
 * @param expand name of the second
 * @param activation between the two
 * @param gate behind the second
 */
record SqueezeExcite(String reduce, String expand, Activation activation, Activation gate) {
    /**
     * Declares it.
     *
     * @param reduced channels between the two convolutions
     */
    Tensor apply(Graph scope, Tensor x, int reduced, boolean trainable) {
        int channels = x.shape().channels();
        Tensor means = scope.apply(new Operation.GlobalAveragePool(), x);
        Tensor few = scope.activate(activation, convolved(scope.scope(reduce), means, reduced, trainable));
        Tensor factors = scope.activate(gate, convolved(scope.scope(expand), few, channels, trainable));
        return scope.apply(new Operation.ScaleChannels(), x, factors);
    }

    private static Tensor convolved(Graph scope, Tensor x, int out, boolean trainable) {
        return Conv2d.of(x.shape().channels(), out, 1)
                .weights(new Initializer.HeNormal(Initializer.Fan.OUT))
                .trainable(trainable)
                .declare(scope)
                .apply(scope, x);
    }
}
