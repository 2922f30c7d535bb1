package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.kernel.Ranges.Range;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;

/** Convolutions 1x1 of one channel, whose kernels are 2 and whose biases 1: every value is known. */
class RangeObserverTest {
    private static final Shape X = Shape.of(1, 1, 1, 3);

    private static Tensor conv(Graph graph, String name, Tensor x) {
        return Conv2d.of(1, 1, 1).declare(graph.scope(name)).apply(graph, x);
    }

    private static NetworkDefinition returning(java.util.function.Function<Graph, Tensor> body) {
        return graph -> new NetworkDefinition.Declared(Map.of("y", body.apply(graph)), Map.of());
    }

    private static Ranges seen(NetworkDefinition definition, float[]... inputs) {
        try (PlanNetwork network = new PlanExecutor("nd4j", () -> List.of(new Nd4jKernels()))
                        .compile(definition, Purpose.INFERENCE, weights(definition));
                RangeObserver observer = network.observer(List.of("y"))) {
            for (float[] input : inputs) {
                observer.observe(Map.of("x", input));
            }
            return observer.ranges();
        }
    }

    private static Weights weights(NetworkDefinition definition) {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            float value = parameter.name().endsWith("bias") ? 1 : 2;
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), new float[] {value}));
        }
        return new Weights(tensors);
    }

    @Test
    void everyMapThatIsConvolvedOrAddedHasItsLargestMagnitude() {
        NetworkDefinition definition = returning(graph -> {
            Tensor x = graph.input("x", X);
            Tensor rectified = graph.activate(Activation.RELU, conv(graph, "one", x));
            Tensor linear = conv(graph, "two", rectified);
            return graph.add(conv(graph, "three", linear), rectified);
        });

        Ranges ranges = seen(definition, new float[] {1, -5, 0});

        assertThat(ranges.values()) // 2 x + 1 of each in turn
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x", new Range(true, 5), "relu", new Range(false, 3), "convolution_2", new Range(true, 7)));
    }

    @Test
    void theLargestOfAllBatchesCounts() {
        NetworkDefinition definition = returning(graph -> conv(graph, "one", graph.input("x", X)));

        Ranges ranges = seen(definition, new float[] {1, 0, 0}, new float[] {0, -4, 0}, new float[] {2, 2, 2});

        assertThat(ranges.values()).containsExactly(Map.entry("x", new Range(true, 4)));
    }

    @Test
    void aSignIsWhatMakersCanGiveAndNotWhatWasSeen() {
        NetworkDefinition definition = returning(graph -> {
            Tensor x = conv(graph, "one", graph.input("x", X)); // 3, 5 and 7, but it could be negative
            return conv(graph, "two", x);
        });

        Ranges ranges = seen(definition, new float[] {1, 2, 3});

        assertThat(ranges.of("convolution")).hasValue(new Range(true, 7));
    }

    @Test
    void whatIsPickedOfRectifiedValuesIsNeverNegative() {
        NetworkDefinition definition = returning(graph -> {
            Tensor x = graph.activate(Activation.RELU, conv(graph, "one", graph.input("x", X)));
            Tensor pooled = graph.apply(new Operation.MaxPool(1, 1, Padding.of(0)), x);
            return conv(graph, "two", graph.apply(new Operation.ResizeNearest(2, 6), pooled));
        });

        Ranges ranges = seen(definition, new float[] {1, 2, 3});

        assertThat(ranges.of("resize_nearest")).hasValue(new Range(false, 7));
    }

    @Test
    void ofAMapThatIsNotFiniteOrAlwaysZeroNothingIsKnown() {
        NetworkDefinition definition = returning(graph -> conv(graph, "one", graph.input("x", X)));

        Ranges infinite = seen(definition, new float[] {1, Float.POSITIVE_INFINITY, 0});
        Ranges none = seen(definition, new float[] {1, Float.NaN, 0});
        Ranges zero = seen(definition, new float[] {0, 0, 0});

        assertThat(List.of(infinite, none, zero))
                .allSatisfy(ranges -> assertThat(ranges.of("x")).isEmpty());
    }
}
