package org.fpn4j.bifpn;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.NormConfig;

/**
 * Brings a map to another level's channels and size: first a 1x1 convolution with norm where the channels differ, then max
 * pooling with a window of 3 for each level down, or nearest neighbour to the target's size for levels up.
 *
 * @param channels wanted
 * @param norm after the convolution
 * @param redundantBias keeps the convolution's bias in front of a norm, as the official EfficientDet does
 * @param poolPadding around the maps that are pooled
 */
record NodeResampling(int channels, NormConfig norm, boolean redundantBias, PoolPadding poolPadding) {
    private static final Initializer XAVIER = new Initializer.Uniform(6, Initializer.Fan.SUM);

    /** The channels alone; parameters only where they differ. */
    Tensor project(Graph scope, Tensor x) {
        if (x.shape().channels() == channels) {
            return x;
        }
        return Conv2d.of(x.shape().channels(), channels, 1)
                .bias(redundantBias || norm.convolutionBias())
                .weights(XAVIER)
                .declare(scope)
                .then(norm.declare(scope.scope("norm"), channels))
                .apply(scope, x);
    }

    /** One level coarser: {@code [N, C, H, W]} to {@code [N, C, ceil(H / 2), ceil(W / 2)]}. */
    Tensor down(Graph scope, Tensor x) {
        Padding padding =
                switch (poolPadding) {
                    case SAME -> Padding.same(x.shape().height(), x.shape().width(), 3, 2);
                    case SYMMETRIC -> Padding.of(1);
                };
        return scope.apply(new Operation.MaxPool(3, 2, padding), x);
    }

    /** From one level to another's size. */
    Tensor resize(Graph scope, Tensor x, int from, int to, int height, int width) {
        Tensor resized = x;
        for (int level = from; level < to; level++) {
            resized = down(scope, resized);
        }
        return to < from ? scope.resizeNearest(resized, height, width) : resized;
    }
}
