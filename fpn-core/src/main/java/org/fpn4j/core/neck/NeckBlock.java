package org.fpn4j.core.neck;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Turns features of several strides into a pyramid whose levels know of each other. Takes features, not images: a neck
 * never owns a backbone.
 */
public interface NeckBlock {
    /** Levels, channels and strides: known before any tensor exists. */
    PyramidSpec outputs();

    /**
     * Declares the neck in the graph's scope.
     *
     * @param features levels {@code [N, C_l, H_l, W_l]} as the spec that the neck was made for
     * @return levels {@code [N, C_out, H_l, W_l]}
     * @throws IllegalArgumentException where the sizes of the features are none that the neck can do with
     */
    Pyramid build(Graph graph, Pyramid features);
}
