package org.fpn4j.core.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

/** An operation from outside as the core reads it: costs, shapes, SameDiff. */
class ContextGateTest {
    private static Tensor gated(Graph graph, Tensor x, Tensor context) {
        Graph gate = graph.scope("gate");
        Shape weight = Shape.of(x.shape().channels(), context.shape().channels());
        return gate.apply(
                new ContextGate(2),
                x,
                context,
                gate.parameter("weight", weight, new Initializer.Normal(1), Role.WEIGHT, true),
                gate.parameter("bias", Shape.of(weight.dim(0)), new Initializer.Constant(0), Role.BIAS, true));
    }

    @Test
    void itTellsItsOwnCosts() {
        CostGraph graph = new CostGraph();
        Tensor x = Conv2d.of(3, 4, 3)
                .bias(false)
                .declare(graph.scope("conv"))
                .apply(graph, graph.input("x", Shape.of(2, 3, 8, 8)));

        Tensor y = gated(graph, x, graph.input("context", Shape.of(2, 5, 2, 2)));

        assertThat(y.name()).isEqualTo("gate.context_gate");
        assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 8, 8));
        assertThat(graph.macs("gate")).isEqualTo(2 * 4 * 5);
        assertThat(CostGraph.receptiveField(y)).hasToString("3*"); // the convolution's, and the whole of the context
        assertThat(graph.parameterCount("gate")).isEqualTo(4 * 5 + 4);
    }

    @Test
    void whatDoesNotFitIsToldWithItsPlace() {
        CostGraph graph = new CostGraph();
        Tensor x = graph.input("x", Shape.of(2, 3, 8, 8));

        assertThatThrownBy(() -> gated(graph.scope("neck"), x, graph.input("context", Shape.of(1, 3, 2, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[neck.gate.context_gate]: context gate needs two maps of one batch, got"
                        + " [[2, 3, 8, 8], [1, 3, 2, 2], [3, 3], [3]]");
    }

    @Test
    void sameDiffComputesItsFormula() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.input("x", Shape.of(1, 1, 1, 2));
            Tensor context = graph.input("context", Shape.of(1, 2, 1, 2));
            return new NetworkDefinition.Declared(Map.of("y", gated(graph, x, context)), Map.of());
        };
        Weights weights = new Weights(Map.of(
                "gate.weight", new NamedTensor(Shape.of(1, 2), new float[] {0.5f, -0.25f}),
                "gate.bias", new NamedTensor(Shape.of(1), new float[] {0.1f})));

        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, weights)) {
            float[] y = network.forward(
                            Map.of("x", new float[] {1, -3}, "context", new float[] {1, 3, 2, 6}), List.of("y"))
                    .get("y");

            double gate = 1 / (1 + Math.exp(-2 * (0.1 + 0.5 * 2 - 0.25 * 4))); // means 2 and 4
            assertThat(y[0]).isCloseTo((float) gate, within(1e-6f)); // float32
            assertThat(y[1]).isCloseTo((float) (-3 * gate), within(1e-6f));
        }
    }

    /** An operation that nobody can compute. */
    private record Unruled() implements Operation.Extension {
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
            return inputs.get(0);
        }
    }

    @Test
    void withoutARuleItIsRefusedByItsName() {
        NetworkDefinition definition = graph -> new NetworkDefinition.Declared(
                Map.of("y", graph.apply(new Unruled(), graph.input("x", Shape.of(1, 1, 2, 2)))), Map.of());

        assertThatThrownBy(() -> new SameDiffExecutor().compile(definition, Purpose.INFERENCE, new Weights(Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation[unruled] has no rule in SameDiff; a SameDiffRule of " + Unruled.class.getName()
                        + " that ServiceLoader finds would do");
    }
}
