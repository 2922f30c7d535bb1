package org.fpn4j.interop.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/**
 * What an operation becomes in a DL4J graph: a layer or a vertex of DL4J's own, or, where it has none that is the same, an
 * {@link OperationVertex}.
 *
 * @param ownsScope whether its parameters stand alone in their scope, whose name is then the vertex' name
 */
record Counterpart(Optional<NativeLayers.NativeLayer> layer, Optional<GraphVertex> vertex, boolean ownsScope) {
    static Counterpart layer(NativeLayers.NativeLayer layer, boolean ownsScope) {
        return new Counterpart(Optional.of(layer), Optional.empty(), ownsScope);
    }

    static Counterpart vertex(GraphVertex vertex) {
        return new Counterpart(Optional.empty(), Optional.of(vertex), false);
    }

    /** Computed by the rule that SameDiff has for it. */
    static Counterpart rule(boolean ownsScope) {
        return new Counterpart(Optional.empty(), Optional.empty(), ownsScope);
    }
}
