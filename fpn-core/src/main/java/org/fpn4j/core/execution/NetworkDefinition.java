package org.fpn4j.core.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;

/** Declares a whole network on a graph. Called once per compilation; gives the same network on every reading. */
@FunctionalInterface
public interface NetworkDefinition {
    /** Declares the network and says what of it can be asked for. */
    Declared define(Graph graph);

    /**
     * What was declared.
     *
     * @param outputs tensors that can be asked for, by name, in order
     * @param losses scalars whose sum is minimised, by name; empty for a network that is only run forward
     */
    record Declared(Map<String, Tensor> outputs, Map<String, Tensor> losses) {
        public Declared {
            outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
            losses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        }
    }
}
