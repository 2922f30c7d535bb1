package org.fpn4j.core.backbone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;

/** The stages of a backbone against those of its reference, with values by formula. */
final class StagesGolden {
    private StagesGolden() {}

    /** All stages. */
    static void assertMatches(String golden, Backbone backbone, Shape images) {
        assertMatches(golden, backbone, images, Set.copyOf(backbone.outputs().names()));
    }

    /** Some stages, by name. */
    static void assertMatches(String golden, Backbone backbone, Shape images, Set<String> names) {
        CostGraph cost = new CostGraph();
        stages(backbone, cost, images, names);
        NetworkDefinition definition =
                graph -> new NetworkDefinition.Declared(stages(backbone, graph, images, names), Map.of());
        try (Network network = new SameDiffExecutor()
                .compile(definition, Purpose.INFERENCE, GoldenValues.weights(cost.parameters()))) {
            Map<String, float[]> outputs = network.forward(
                    Map.of("images", GoldenValues.input("images", images)),
                    network.outputs().keySet());

            GoldenFile.read(golden).assertMatches(network.outputs(), outputs);
        }
    }

    private static Map<String, Tensor> stages(Backbone backbone, Graph graph, Shape images, Set<String> names) {
        Map<String, Tensor> stages = new LinkedHashMap<>(
                backbone.build(graph, graph.input("images", images)).named());
        stages.keySet().retainAll(names);
        return stages;
    }
}
