package org.fpn4j.core.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Fusing;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

class FusionWeightsTest {
    /** An operation from outside: maps times squares of weights. */
    private record SquaredFusion() implements Operation.Extension, Fusing {
        @Override
        public Shape infer(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public long macs(List<Shape> inputs, Shape output) {
            return 0;
        }

        @Override
        public Sight sight(List<Sight> inputs, List<Shape> shapes, Shape output) {
            return Sight.together(inputs, output);
        }

        @Override
        public double[] shares(float[] weights) {
            return new double[] {(double) weights[0] * weights[0], (double) weights[1] * weights[1]};
        }
    }

    private final FlowGraph graph = new FlowGraph();
    private final Tensor one = graph.input("one", Shape.of(1, 2, 4, 4));
    private final Tensor other = graph.input("other", Shape.of(1, 2, 4, 4));

    private Tensor weights(String scope) {
        return graph.scope(scope)
                .parameter("fusion", Shape.of(2), new Initializer.Constant(1), Parameter.Role.FUSION, true);
    }

    @Test
    void operationsFromOutsideAreFoundByWhatTheySay() {
        graph.scope("neck.node").apply(new SquaredFusion(), one, other, weights("neck.node"));

        FusionWeights fusion = FusionWeights.of(graph.nodes());
        Weights values = new Weights(Map.of("neck.node.fusion", new NamedTensor(Shape.of(2), new float[] {0.5f, -2})));

        assertThat(fusion.nodes()).containsOnlyKeys("neck.node.fusion");
        assertThat(fusion.shares(values).get("neck.node.fusion")).containsExactly(0.25, 4);
    }

    @Test
    void theirEdgesKnowTheirWeights() {
        Tensor sum = graph.scope("neck.node").apply(new SquaredFusion(), one, other, weights("neck.node"));

        Topology topology = Topology.of(
                graph.nodes(),
                List.of("neck"),
                Map.of("C3", FlowGraph.place(one), "C4", FlowGraph.place(other)),
                Map.of("P3", FlowGraph.place(sum)));

        assertThat(topology.joints()).singleElement().satisfies(node -> {
            assertThat(node.name()).isEqualTo("neck.node");
            assertThat(node.incoming()).extracting(Station.Edge::parameter).containsOnly("neck.node.fusion");
            assertThat(node.incoming()).extracting(Station.Edge::from).containsExactly("C3", "C4");
        });
    }

    @Test
    void plainSumsHaveNoWeights() {
        graph.scope("neck").add(one, other);

        assertThat(FusionWeights.of(graph.nodes()).nodes()).isEmpty();
    }

    @Test
    void parametersAreNowhereInTheFlow() {
        Tensor weights = weights("neck");

        assertThatThrownBy(() -> FlowGraph.place(weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor[neck.fusion] does not depend on the input");
    }
}
