package org.fpn4j.core.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Fusing;
import org.fpn4j.core.weights.Weights;

/**
 * The learned weights by which a definition adds maps, found by {@link Fusing}.
 *
 * @param nodes by the name of their parameter, in the order of the definition
 */
public record FusionWeights(Map<String, Fusing> nodes) {
    public FusionWeights {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** Those of a definition. */
    public static FusionWeights of(List<FlowNode> definition) {
        Map<String, Fusing> nodes = new LinkedHashMap<>();
        for (FlowNode node : definition) {
            if (node.operation() instanceof Fusing fusing && !node.parameters().isEmpty()) {
                nodes.put(node.parameters().get(0), fusing);
            }
        }
        return new FusionWeights(nodes);
    }

    /** What each map is multiplied by, by the name of the node's parameter. */
    public Map<String, double[]> shares(Weights weights) {
        Map<String, double[]> shares = new LinkedHashMap<>();
        nodes.forEach((name, node) ->
                shares.put(name, node.shares(weights.tensors().get(name).values())));
        return shares;
    }
}
