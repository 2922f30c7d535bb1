package org.fpn4j.core.layer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fpn4j.core.graph.Graph;

/** Which normalisation follows a convolution. Variants: {@link Norms}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface NormConfig {
    /**
     * Declares the norm's parameters in {@code scope}.
     *
     * @param channels of the maps that it will be applied to
     * @param trainable false inside a frozen stage
     */
    Layer declare(Graph scope, int channels, boolean trainable);

    /** Declares a norm that is trained. */
    default Layer declare(Graph scope, int channels) {
        return declare(scope, channels, true);
    }

    /** False where the convolution before it needs no bias, because the norm shifts. */
    boolean convolutionBias();
}
