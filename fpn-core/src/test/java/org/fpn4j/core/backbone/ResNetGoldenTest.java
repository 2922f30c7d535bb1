package org.fpn4j.core.backbone;

import java.util.Map;
import org.fpn4j.core.backbone.ResNet.Style;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ResNet against torchvision's, with {@code golden/resnet/make_golden.py}. */
class ResNetGoldenTest {
    private static final Shape IMAGES = Shape.of(2, 3, 64, 96);

    @ParameterizedTest
    @CsvSource({
        "resnet18, 18, TORCHVISION, 1e-5",
        "resnet50, 50, TORCHVISION, 1e-5",
        "resnet50_caffe, 50, CAFFE, 1e-5",
        "resnet50_keras, 50, KERAS, 1e-3"
    })
    void stagesAreTorchvisions(String golden, int depth, Style style, double epsilon) {
        Backbone backbone = new ResNet.Config(depth, style, 1, new Norms.Batch(epsilon, 0.1), 0).create();
        CostGraph cost = new CostGraph();
        stages(backbone, cost);

        NetworkDefinition definition = graph -> new NetworkDefinition.Declared(stages(backbone, graph), Map.of());
        try (Network network = new SameDiffExecutor()
                .compile(definition, Purpose.INFERENCE, GoldenValues.weights(cost.parameters()))) {
            Map<String, float[]> outputs = network.forward(
                    Map.of("images", GoldenValues.input("images", IMAGES)),
                    network.outputs().keySet());

            GoldenFile.read("resnet/" + golden + ".json").assertMatches(network.outputs(), outputs);
        }
    }

    private static Map<String, Tensor> stages(Backbone backbone, Graph graph) {
        return backbone.build(graph, graph.input("images", IMAGES)).named();
    }
}
