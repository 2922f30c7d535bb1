package org.fpn4j.heads.tower;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;

/**
 * The 3x3 convolution that ends a tower; its weights start as {@code N(0, 0.01)}.
 *
 * @param in channels
 * @param out channels: values per cell
 * @param bias initial
 */
public record PredictorConv(int in, int out, double bias) {
    /** The predictor of class logits, whose bias makes every score start at {@code prior} (arXiv:1708.02002v2, 4.1). */
    public static PredictorConv ofClasses(int in, int out, double prior) {
        return new PredictorConv(in, out, -Math.log((1 - prior) / prior));
    }

    /** Declares {@code weight} and {@code bias} in the scope. */
    public Layer declare(Graph scope) {
        return Conv2d.of(in, out, 3)
                .weights(new Initializer.Normal(0.01))
                .biasValue(bias)
                .declare(scope);
    }
}
