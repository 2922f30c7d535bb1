package org.fpn4j.heads.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;

/** Regions that are pooled in a graph, by the reference. */
final class RegionGraph {
    private RegionGraph() {}

    /**
     * The maps of regions.
     *
     * @param maps {@code [1, C, H, W]} of each level
     * @param regions corners
     * @return the values of each region, channel by channel
     */
    static double[][][] pooled(Operation.RoiAlign align, List<JsonNode> maps, float[] regions) {
        Map<String, float[]> fed = new LinkedHashMap<>();
        NetworkDefinition definition = graph -> {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < maps.size(); i++) {
                JsonNode map = maps.get(i).get(0);
                inputs.add(graph.input(
                        "map" + i,
                        Shape.of(
                                1,
                                map.size(),
                                map.get(0).size(),
                                map.get(0).get(0).size())));
            }
            inputs.add(graph.input("regions", Shape.of(1, regions.length / 4, 4)));
            return new NetworkDefinition.Declared(Map.of("pooled", graph.apply(align, inputs)), Map.of());
        };
        for (int i = 0; i < maps.size(); i++) {
            fed.put("map" + i, Numbers.flat(maps.get(i)));
        }
        fed.put("regions", regions);
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, new Weights(Map.of()))) {
            float[] values = network.forward(fed, List.of("pooled")).get("pooled");
            return new double[][][] {{Numbers.flatten(values)}};
        }
    }
}
