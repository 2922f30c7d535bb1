package org.fpn4j.heads.ssd;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Initializer.Fan;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;

/**
 * What predicts from a level: a 3x3 convolution, or a depthwise one with norm and activation and a 1x1 convolution behind it
 * (SSDlite, arXiv:1801.04381v4, section 6.2).
 *
 * @param separable whether it is two
 * @param norm after the depthwise one; one convolution alone does not read it
 * @param activation after that norm; one convolution alone does not read it
 */
public record SsdPredictor(boolean separable, NormConfig norm, Activation activation) {
    private static final Initializer XAVIER = new Initializer.Uniform(6, Fan.SUM);
    private static final Initializer LITE = new Initializer.Normal(0.03);

    /** SSD's; where it is made separable, with torchvision's norm of SSDlite. */
    public SsdPredictor() {
        this(false, new Norms.Batch(1e-3, 0.03), Activation.RELU6);
    }

    public SsdPredictor {
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
    }

    /** Declares {@code weight} and {@code bias}, or those of {@code depthwise}, {@code norm} and {@code pointwise}. */
    Layer declare(Graph scope, int in, int out) {
        if (!separable) {
            return Conv2d.of(in, out, 3).weights(XAVIER).declare(scope);
        }
        Layer filters = Conv2d.of(in, in, 3)
                .depthwise()
                .bias(norm.convolutionBias())
                .weights(LITE)
                .declare(scope.scope("depthwise"))
                .then(norm.declare(scope.scope("norm"), in));
        Layer mixes = Conv2d.of(in, out, 1).weights(LITE).declare(scope.scope("pointwise"));
        return (graph, x) -> mixes.apply(graph, graph.activate(activation, filters.apply(graph, x)));
    }
}
