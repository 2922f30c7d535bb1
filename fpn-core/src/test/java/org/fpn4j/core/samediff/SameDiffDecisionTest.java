package org.fpn4j.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.outside.DescendingValues;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Decisions in SameDiff: placeholders that a network feeds itself, and that the owner of a graph feeds. */
class SameDiffDecisionTest {
    private static final Shape ROWS = Shape.of(1, 4, 1);
    private static final float[] X = {3, -1, 5, 2};

    private static Tensor factor(Graph graph, String name, double value) {
        return graph.parameter(name, Shape.of(1), new Initializer.Constant(value), Role.SCALE, true);
    }

    /** {@code x} is scaled, its two largest are decided, scaled again, and the largest of their negatives is decided. */
    private static NetworkDefinition chain() {
        return graph -> {
            Tensor scaled =
                    graph.apply(new Operation.ScaleByParameter(), graph.input("x", ROWS), factor(graph, "a", 2));
            Tensor two = graph.scope("two").apply(new DescendingValues(2), scaled);
            Tensor again = graph.apply(new Operation.ScaleByParameter(), two, factor(graph, "b", -3));
            Tensor one = graph.scope("one").apply(new DescendingValues(1), again);
            Tensor other = graph.scope("other").apply(new DescendingValues(1), graph.input("y", ROWS));
            return new Declared(Map.of("two", two, "one", one, "again", again, "other", other), Map.of());
        };
    }

    private static Network network() {
        return new SameDiffExecutor().compile(chain(), Purpose.INFERENCE, new Weights(Map.of()));
    }

    @Test
    void decisionsFollowEachOtherAndCanBeAskedForThemselves() {
        try (Network network = network()) {
            for (float factor : new float[] {1, -1}) { // a run, and one that repeats it
                float[] x = {factor * X[0], factor * X[1], factor * X[2], factor * X[3]};

                Map<String, float[]> outputs = network.forward(Map.of("x", x), List.of("two", "one", "again"));

                float[] largest = factor > 0 ? new float[] {10, 6} : new float[] {2, -4};
                assertThat(outputs.get("two")).containsExactly(largest);
                assertThat(outputs.get("again")).containsExactly(-3 * largest[0], -3 * largest[1]);
                assertThat(outputs.get("one")).containsExactly(-3 * largest[1]);
            }
        }
    }

    @Test
    void whatADecisionDoesNotNeedNeedNotBeFed() {
        try (Network network = network()) {
            assertThat(network.forward(Map.of("y", X), List.of("other")).get("other"))
                    .containsExactly(5);
            assertThat(network.forward(Map.of("x", X, "y", X), List.of("other")).get("other"))
                    .containsExactly(5);
            assertThatThrownBy(() -> network.forward(Map.of("y", X), List.of("one")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input[x] is needed and was not fed");
        }
    }

    @Test
    void noGradientFlowsThroughADecision() {
        NetworkDefinition definition = graph -> {
            Tensor scaled =
                    graph.apply(new Operation.ScaleByParameter(), graph.input("x", ROWS), factor(graph, "a", 2));
            Tensor decided = graph.apply(new DescendingValues(4), scaled);
            Tensor sum = graph.apply(new Operation.ScaleByParameter(), decided, factor(graph, "b", 1));
            Tensor weights = graph.constant("weights", Shape.of(1, 4), () -> new float[] {1, 1, 1, 1});
            Tensor zeros = graph.constant("zeros", ROWS, () -> new float[4]);
            return new Declared(
                    Map.of(),
                    Map.of(
                            "direct", graph.apply(new Operation.SmoothL1Loss(0), scaled, zeros, weights),
                            "decided", graph.apply(new Operation.SmoothL1Loss(0), sum, zeros, weights)));
        };
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.TRAINING, new Weights(Map.of()))) {
            Map<String, Double> losses = network.backward(Map.of("x", X));

            assertThat(losses).containsEntry("direct", 22.0).containsEntry("decided", 22.0);
            // |x| of the direct loss alone, and |2 x| of what was decided
            assertThat(network.buffers().gradients().toArray()).containsExactly(new float[] {11, 22}, within(1e-5f));
        }
    }

    @Test
    void onAGraphOfOnesOwnADecisionIsAPlaceholder() {
        SameDiff sameDiff = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.INFERENCE, new Weights(Map.of()));
        Declared declared = chain().define(graph);
        Map<String, INDArray> inputs = Map.of("x", array(X), "y", array(X));

        Map<String, INDArray> decided = graph.decided(inputs);

        String one = SameDiffGraph.variable(declared.outputs().get("one")).name();
        assertThat(sameDiff.getVariable(one).isPlaceHolder()).isTrue();
        assertThat(decided.keySet()).contains(one).hasSize(3);
        assertThat(decided.get(one).getFloat(0)).isEqualTo(-18);
    }

    private static INDArray array(float[] values) {
        return Nd4j.createFromArray(values).reshape(ROWS.toLongArray());
    }
}
