package org.fpn4j.core.neck;

import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Adds coarser levels to a pyramid. */
public interface ExtraLevelsBlock {
    /** The neck's levels and the added ones. */
    PyramidSpec outputs();

    /**
     * Declares the extra levels in the graph's scope.
     *
     * @param features the backbone's stages
     * @param pyramid the neck's outputs
     */
    Pyramid build(Graph graph, Pyramid features, Pyramid pyramid);
}
