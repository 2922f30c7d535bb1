package org.fpn4j.core.layer;

import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;

/** Something declared on a graph that can be applied to several tensors and shares its parameters between them. */
@FunctionalInterface
public interface Layer {
    Layer IDENTITY = (graph, x) -> x;

    /** Declares the nodes that the layer makes of a tensor. */
    Tensor apply(Graph graph, Tensor x);

    /** This layer, then the next. */
    default Layer then(Layer next) {
        return (graph, x) -> next.apply(graph, apply(graph, x));
    }

    /** All layers in order. */
    static Layer sequence(List<Layer> layers) {
        Layer sequence = IDENTITY;
        for (Layer layer : layers) {
            sequence = sequence.then(layer);
        }
        return sequence;
    }
}
