package org.fpn4j.core.backbone;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Turns images into feature maps of growing stride. */
public interface Backbone {
    /** The stages, finest first: for ResNet-50 C2:256, C3:512, C4:1024, C5:2048. */
    PyramidSpec outputs();

    /**
     * Declares the backbone in the graph's scope.
     *
     * @param images normalised, {@code [N, 3, H, W]}
     */
    Pyramid build(Graph graph, Tensor images);
}
