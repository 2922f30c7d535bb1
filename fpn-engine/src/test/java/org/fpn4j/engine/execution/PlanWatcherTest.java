package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;

/** A convolution 1x1 with the kernel 2 and the bias 1, and its distance from targets. */
class PlanWatcherTest {
    private static final NetworkDefinition DEFINITION = graph -> {
        Tensor map =
                Conv2d.of(1, 1, 1).declare(graph.scope("one")).apply(graph, graph.input("x", Shape.of(1, 1, 1, 2)));
        Tensor cells = graph.apply(new Operation.MapToCells(1), map);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0),
                cells,
                graph.input("targets", cells.shape()),
                graph.input("weights", Shape.of(1, 2)));
        return new NetworkDefinition.Declared(Map.of(), Map.of("loss", loss));
    };
    private static final Weights WEIGHTS = new Weights(Map.of(
            "one.weight", new NamedTensor(Shape.of(1, 1, 1, 1), new float[] {2}),
            "one.bias", new NamedTensor(Shape.of(1), new float[] {1})));
    private static final Map<String, float[]> FED =
            Map.of("x", new float[] {3, 5}, "targets", new float[] {0, 20}, "weights", new float[] {1, 1});

    private static PlanNetwork network() {
        return new PlanExecutor("nd4j", () -> List.of(new Nd4jKernels()))
                .compile(DEFINITION, Purpose.TRAINING, WEIGHTS);
    }

    @Test
    void everyValueIsSeenWhenItIsMade() {
        Map<String, float[]> forward = new LinkedHashMap<>();
        Map<String, float[]> backward = new LinkedHashMap<>();
        try (PlanNetwork network = network()) {
            network.watchGradients(
                    (value, values) -> (value.backward() ? backward : forward).put(value.name(), values.toArray()));

            network.backward(FED);
        }

        assertThat(forward) // 2 x + 1, then |7 - 0| + |11 - 20|
                .contains(entry("map_to_cells", new float[] {7, 11}), entry("smooth_l1_loss", new float[] {16}));
        assertThat(backward)
                .contains(entry("d(one.weight)", new float[] {3 - 5}), entry("d(one.bias)", new float[] {0}));
    }

    @Test
    void theyAreSeenInTheOrderThatThePlanNames() {
        List<PlanValue> seen = new ArrayList<>();
        try (PlanNetwork network = network()) {
            network.watchGradients((value, values) -> seen.add(value));

            network.backward(FED);

            assertThat(seen).isEqualTo(network.plan().gradientValues()).isNotEmpty();
        }
    }

    @Test
    void theLastWatcherAloneLooksOn() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        try (PlanNetwork network = network()) {
            network.watchGradients((value, values) -> first.add(value.name()));
            network.watchGradients((value, values) -> second.add(value.name()));

            network.backward(FED);
        }

        assertThat(first).isEmpty();
        assertThat(second).isNotEmpty();
    }
}
