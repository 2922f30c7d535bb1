package org.fpn4j.heads.roi;

import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * The second stage in a graph. Parameters of the box head, {@code classes.*} for {@code K + 1} logits with the background
 * first, {@code deltas.*} for {@code 4 (K + 1)} deltas, or 4 where all classes share a box.
 */
final class RegionLayers {
    private final RoiConfig config;
    private final List<Layer> head;
    private final Layer classes;
    private final Layer deltas;

    /** Declares the parameters in {@code scope}. */
    RegionLayers(RoiConfig config, int numClasses, int channels, Graph scope) {
        this.config = config;
        int width = config.boxHead().width();
        this.head = config.boxHead().declare(scope, channels, config.pool().size());
        this.classes = new FullyConnected(width, 1, numClasses + 1, new Initializer.Normal(0.01))
                .declare(scope.scope("classes"));
        this.deltas = new FullyConnected(
                        width, 1, config.classAgnostic() ? 4 : 4 * (numClasses + 1), new Initializer.Normal(0.001))
                .declare(scope.scope("deltas"));
    }

    /**
     * What is said of every region.
     *
     * @param logits {@code [N, R, K + 1]}
     * @param deltas {@code [N, R, 4 (K + 1)]} or {@code [N, R, 4]}
     */
    record Predicted(Tensor logits, Tensor deltas) {}

    /**
     * Applies it to regions.
     *
     * @param regions {@code [N, R, V]}, corners first
     */
    Predicted apply(Graph graph, Pyramid pyramid, Tensor regions) {
        Operation rows = new Operation.MapsToRows(regions.shape().dim(1));
        Tensor vectors = config.pool().apply(graph, pyramid, regions, head); // [N * R, width, 1, 1]
        return new Predicted(
                graph.apply(rows, classes.apply(graph, vectors)), graph.apply(rows, deltas.apply(graph, vectors)));
    }
}
