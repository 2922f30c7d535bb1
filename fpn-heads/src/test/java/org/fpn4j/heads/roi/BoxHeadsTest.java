package org.fpn4j.heads.roi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;

/** Names, shapes and counts of what turns a region's map into a vector. */
class BoxHeadsTest {
    @Test
    void twoFullyConnectedLayers() {
        CostGraph graph = new CostGraph();

        Tensor vectors = apply(graph, new TwoMlp(16), 8, 7);

        assertThat(vectors.shape()).isEqualTo(Shape.of(3, 16, 1, 1));
        assertThat(names(graph)).containsExactly("fc.0.weight", "fc.0.bias", "fc.1.weight", "fc.1.bias");
        assertThat(graph.parameterCount("")).isEqualTo(16 * 8 * 49 + 16 + 16 * 16 + 16);
        assertThat(graph.macs("")).isEqualTo(3 * (16 * 8 * 49 + 16 * 16));
    }

    /** Torchvision's layers of 256 x 7 x 7 to 1024 to 1024. */
    @Test
    void theDefaultIsThePapers() {
        CostGraph graph = new CostGraph();

        apply(graph, new TwoMlp(), 256, 7);

        assertThat(graph.parameterCount("")).isEqualTo(12_846_080 + 1_049_600);
    }

    @Test
    void convolutionsWithNormAndOneFullyConnectedLayer() {
        CostGraph graph = new CostGraph();

        Tensor vectors = apply(graph, new ConvFc(2, 4, new Norms.Batch(), 16), 8, 5);

        assertThat(vectors.shape()).isEqualTo(Shape.of(3, 16, 1, 1));
        assertThat(names(graph))
                .containsExactly(
                        "conv.0.weight",
                        "conv.0.norm.weight",
                        "conv.0.norm.bias",
                        "conv.0.norm.running_mean",
                        "conv.0.norm.running_var",
                        "conv.1.weight",
                        "conv.1.norm.weight",
                        "conv.1.norm.bias",
                        "conv.1.norm.running_mean",
                        "conv.1.norm.running_var",
                        "fc.0.weight",
                        "fc.0.bias");
        assertThat(graph.parameterCount("")).isEqualTo(4 * 8 * 9 + 8 + 4 * 4 * 9 + 8 + 16 * 4 * 25 + 16);
    }

    @Test
    void withoutConvolutionsTheMapItselfIsConnected() {
        CostGraph graph = new CostGraph();

        apply(graph, new ConvFc(0, 4, new Norms.None(), 16), 8, 1);

        assertThat(names(graph)).containsExactly("fc.0.weight", "fc.0.bias");
        assertThat(graph.parameterCount("")).isEqualTo(16 * 8 + 16);
    }

    /** Of three regions. */
    private static Tensor apply(CostGraph graph, BoxHeadConfig config, int channels, int size) {
        Tensor x = graph.input("maps", Shape.of(3, channels, size, size));
        return Layer.sequence(config.declare(graph, channels, size)).apply(graph, x);
    }

    private static List<String> names(CostGraph graph) {
        return graph.parameters().stream().map(Parameter::name).toList();
    }
}
