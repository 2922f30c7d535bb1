package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.junit.jupiter.api.Test;

class SeparableLevelsTest {
    private static final PyramidSpec STAGES = new PyramidSpec("C", List.of(new LevelSpec(5, 12)));
    private static final PyramidSpec TOP = new PyramidSpec("P", STAGES.levels());

    private static SeparableLevels of(Integer... channels) {
        return new SeparableLevels(List.of(channels), new Norms.Batch(1e-3, 0.03), Activation.RELU6);
    }

    /** See {@code golden/separable_levels/make_golden.py}. */
    @Test
    void levelsAreTorchvisions() {
        Shape shape = Shape.of(2, 12, 6, 5);
        ExtraLevelsBlock levels = of(16, 8).create(STAGES, TOP);
        NetworkDefinition definition = graph -> {
            Tensor map = graph.apply(new Operation.Multiply(8), graph.input("P5", shape));
            Map<String, Tensor> all = new LinkedHashMap<>(
                    levels.build(graph, new Pyramid(STAGES, List.of(map)), new Pyramid(TOP, List.of(map)))
                            .named());
            all.remove("P5");
            return new NetworkDefinition.Declared(all, Map.of());
        };
        CostGraph cost = new CostGraph();
        definition.define(cost);
        try (Network network = new SameDiffExecutor()
                .compile(definition, Purpose.INFERENCE, GoldenValues.weights(cost.parameters()))) {
            Map<String, float[]> outputs = network.forward(
                    Map.of("P5", GoldenValues.input("P5", shape)),
                    network.outputs().keySet());

            GoldenFile.read("separable_levels/levels.json").assertMatches(network.outputs(), outputs);
        }
    }

    @Test
    void levelsHaveTheirChannelsAndTheNextNumbers() {
        assertThat(of(16, 8, 4).create(STAGES, TOP).outputs().levels())
                .containsExactly(new LevelSpec(5, 12), new LevelSpec(6, 16), new LevelSpec(7, 8), new LevelSpec(8, 4));
    }

    @Test
    void aNeckThatReachesAboveTheBackboneGetsNone() {
        PyramidSpec above = PyramidSpec.uniform("P", 5, 7, 8);

        assertThat(of(16).create(STAGES, above).outputs()).isEqualTo(above);
    }

    @Test
    void noLevelsAndLevelsOfOneChannelAreRejected() {
        assertThatThrownBy(SeparableLevelsTest::of).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> of(8, 1)).hasMessageContaining("channels[1][1] must be between 2 and 8192");
    }
}
