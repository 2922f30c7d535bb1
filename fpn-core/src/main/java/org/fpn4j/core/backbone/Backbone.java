package org.fpn4j.core.backbone;

import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Turns images into feature maps of growing stride. */
public interface Backbone {
    /** The stages, finest first: for ResNet-50 C2:256, C3:512, C4:1024, C5:2048. */
    PyramidSpec outputs();

    /**
     * Declares the backbone in the graph's scope, as it predicts.
     *
     * @param images normalised, {@code [N, 3, H, W]}
     */
    Pyramid build(Graph graph, Tensor images);

    /**
     * Declares it as it learns: the same parameters and stages, and with them an input for each of {@link #dropPaths}.
     *
     * @param images normalised, {@code [N, 3, H, W]}
     */
    default Pyramid buildLearning(Graph graph, Tensor images) {
        return build(graph, images);
    }

    /** Branches that are left out by lot while it learns. */
    default List<DropPath> dropPaths() {
        return List.of();
    }
}
