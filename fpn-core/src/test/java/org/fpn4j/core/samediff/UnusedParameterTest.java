package org.fpn4j.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

class UnusedParameterTest {
    private static Tensor parameter(Graph graph, String name) {
        return graph.parameter(name, Shape.of(1, 1, 2), new Initializer.Constant(3), Role.FUSION, true);
    }

    /** As those of levels that a head does not look at. */
    @Test
    void whatLeadsToNoLossHasAGradientOfZero() {
        NetworkDefinition definition = graph -> {
            parameter(graph, "unused");
            Tensor loss = graph.apply(
                    new Operation.SmoothL1Loss(0),
                    parameter(graph, "used"),
                    graph.input("target", Shape.of(1, 1, 2)),
                    graph.input("weights", Shape.of(1, 1)));
            return new NetworkDefinition.Declared(Map.of(), Map.of("loss", loss));
        };
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.TRAINING, new Weights(Map.of()))) {
            network.backward(Map.of("target", new float[] {1, 5}, "weights", new float[] {1}));

            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                float[] gradient = ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray();
                assertThat(gradient)
                        .isEqualTo(slot.parameter().name().equals("used") ? new float[] {1, -1} : new float[2]);
            }
        }
    }
}
