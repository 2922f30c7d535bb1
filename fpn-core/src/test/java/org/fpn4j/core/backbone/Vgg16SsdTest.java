package org.fpn4j.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.neck.NoNeck;
import org.fpn4j.core.neck.UnpaddedLevels;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Vgg16SsdTest extends BackboneContractTest {
    @Override
    protected BackboneConfig config() {
        return new Vgg16Ssd.Config(0.125, Vgg16Ssd.Pooling.UP, 0);
    }

    /** Kernels and biases of {@code [in, out, side]}, and the factors of conv4_3. */
    @Override
    protected long expectedParameters() {
        int[][] convolutions = {
            {3, 8, 3},
            {8, 8, 3},
            {8, 16, 3},
            {16, 16, 3},
            {16, 32, 3},
            {32, 32, 3},
            {32, 32, 3},
            {32, 64, 3},
            {64, 64, 3},
            {64, 64, 3},
            {64, 64, 3},
            {64, 64, 3},
            {64, 64, 3},
            {64, 128, 3},
            {128, 128, 1},
            {128, 32, 1},
            {32, 64, 3},
            {64, 16, 1},
            {16, 32, 3}
        };
        long count = 64;
        for (int[] one : convolutions) {
            count += (long) one[0] * one[1] * one[2] * one[2] + one[1];
        }
        return count;
    }

    /** At 64 pixels all taps of fc6 but the middle one lie in its padding; at 300 as in use. */
    @Test
    @Override
    void outputsStayOfOneMagnitudeWithInitialWeights() {
        CostGraph graph = new CostGraph();
        config().create().build(graph, graph.input("images", Shape.of(1, 3, 300, 300)));

        Map<String, float[]> output =
                run(1, 300, 300, Weights.initial(graph.parameters(), 1), NeckNetwork.normal(1, 3 * 300 * 300));

        output.forEach((name, values) -> {
            float largest = 0;
            for (float value : values) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).as(name).isBetween(1e-2f, 1e4f);
        });
    }

    /** What the golden file says of a network whose one input is given by formula. */
    private static void assertGolden(String file, String input, Shape shape, NetworkDefinition definition) {
        CostGraph cost = new CostGraph();
        definition.define(cost);
        try (Network network = new SameDiffExecutor()
                .compile(definition, Purpose.INFERENCE, GoldenValues.weights(cost.parameters()))) {
            Map<String, float[]> outputs = network.forward(
                    Map.of(input, GoldenValues.input(input, shape)),
                    network.outputs().keySet());

            GoldenFile.read("vgg16_ssd/" + file).assertMatches(network.outputs(), outputs);
        }
    }

    /** See {@code golden/vgg16_ssd/make_golden.py}. */
    @Test
    void stagesAreTorchvisions() {
        Shape shape = Shape.of(2, 3, 75, 96); // odd where torchvision rounds down, and where it rounds up
        Backbone backbone = new Vgg16Ssd.Config(1, Vgg16Ssd.Pooling.TORCHVISION, 0).create();

        assertGolden(
                "stages.json",
                "images",
                shape,
                graph -> new NetworkDefinition.Declared(
                        backbone.build(graph, graph.input("images", shape)).named(), Map.of()));
    }

    @Test
    void levelsWithoutPaddingAreTorchvisions() {
        PyramidSpec top = new PyramidSpec("P", List.of(new LevelSpec(6, 256)));
        PyramidSpec stages = new PyramidSpec("C", top.levels());
        Shape shape = Shape.of(2, 256, 6, 5);
        ExtraLevelsBlock levels = new UnpaddedLevels().create(stages, top);

        assertGolden("levels.json", "P6", shape, graph -> {
            Tensor map = graph.input("P6", shape);
            Map<String, Tensor> all = new LinkedHashMap<>(
                    levels.build(graph, new Pyramid(stages, List.of(map)), new Pyramid(top, List.of(map)))
                            .named());
            all.remove("P6");
            return new NetworkDefinition.Declared(all, Map.of());
        });
    }

    /** 38, 19, 10, 5, 3, 1, whichever way odd sides are pooled. */
    @ParameterizedTest
    @EnumSource(Vgg16Ssd.Pooling.class)
    void levelsAt300PixelsHaveThePapersSizes(Vgg16Ssd.Pooling pooling) {
        Backbone backbone = new Vgg16Ssd.Config(0.125, pooling, 0).create();
        CostGraph graph = new CostGraph();

        Pyramid stages = backbone.build(graph, graph.input("images", Shape.of(1, 3, 300, 300)));
        Pyramid levels = new NoNeck.Config().create(stages.spec()).build(graph, stages);
        Pyramid all = new UnpaddedLevels()
                .create(stages.spec(), levels.spec())
                .build(graph.scope("extra_levels"), stages, levels);

        assertThat(all.spec().names()).containsExactly("P3", "P4", "P5", "P6", "P7", "P8");
        assertThat(all.tensors()).extracting(tensor -> tensor.shape().height()).containsExactly(38, 19, 10, 5, 3, 1);
    }

    @Test
    void leadingBlocksCanBeFrozen() {
        CostGraph graph = new CostGraph();

        new Vgg16Ssd.Config(0.125, Vgg16Ssd.Pooling.UP, 2)
                .create()
                .build(graph, graph.input("images", Shape.of(1, 3, 64, 64)));

        assertThat(graph.parameters())
                .filteredOn(parameter -> !parameter.trainable())
                .extracting(Parameter::name)
                .containsExactly(
                        "conv1_1.weight",
                        "conv1_1.bias",
                        "conv1_2.weight",
                        "conv1_2.bias",
                        "conv2_1.weight",
                        "conv2_1.bias",
                        "conv2_2.weight",
                        "conv2_2.bias");
    }
}
