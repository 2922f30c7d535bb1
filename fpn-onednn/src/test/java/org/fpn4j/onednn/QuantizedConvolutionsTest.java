package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.execution.RangeObserver;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole numbers against double precision, within what rounding to their steps can make of the values. */
@Tag("every-cpu")
@EnabledIf(value = "hasInt8", disabledReason = "oneDNN has no int8 for this CPU")
class QuantizedConvolutionsTest {
    static boolean hasInt8() {
        return OneDnn.int8Unavailable().isEmpty();
    }

    /** One convolution of a map, and what follows it. */
    record Case(Shape x, int out, int kernel, int stride, boolean residual, Activation activation) {
        private Shape y() {
            int height = (x.height() - 1) / stride + 1;
            int width = (x.width() - 1) / stride + 1;
            return Shape.of(x.batch(), out, height, width);
        }

        NetworkDefinition definition() {
            return graph -> {
                Tensor y = conv(graph, "conv", x.channels(), out, kernel, stride, graph.input("x", x));
                y = residual ? graph.add(y, graph.input("r", y())) : y;
                return new NetworkDefinition.Declared(Map.of("y", graph.activate(activation, y)), Map.of());
            };
        }
    }

    private static Tensor conv(Graph graph, String name, int in, int out, int kernel, int stride, Tensor x) {
        return Conv2d.of(in, out, kernel)
                .stride(stride)
                .declare(graph.scope(name))
                .apply(graph, x);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Shape.of(1, 16, 1, 1), 1, 1, 1, false, Activation.NONE),
                new Case(Shape.of(1, 32, 7, 9), 16, 1, 1, false, Activation.RELU),
                new Case(Shape.of(2, 32, 7, 9), 24, 1, 2, false, Activation.NONE),
                new Case(Shape.of(1, 64, 8, 8), 64, 3, 1, false, Activation.RELU),
                new Case(Shape.of(2, 17, 9, 6), 5, 3, 1, false, Activation.NONE),
                new Case(Shape.of(1, 19, 8, 5), 33, 3, 2, false, Activation.RELU),
                new Case(Shape.of(1, 16, 10, 9), 16, 7, 2, false, Activation.NONE),
                new Case(Shape.of(2, 32, 6, 5), 32, 3, 1, true, Activation.NONE),
                new Case(Shape.of(1, 16, 6, 7), 48, 1, 1, true, Activation.RELU),
                new Case(Shape.of(1, 20, 6, 7), 21, 3, 2, true, Activation.RELU));
    }

    private static Weights weights(NetworkDefinition definition) {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            tensors.put(
                    parameter.name(), new NamedTensor(parameter.shape(), random(parameter.name(), parameter.shape())));
        }
        return new Weights(tensors);
    }

    private static float[] random(String name, Shape shape) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Map<String, float[]> inputs(Map<String, Shape> shapes) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> inputs.put(name, random(name, shape)));
        return inputs;
    }

    private static Ranges ranges(NetworkDefinition definition, Weights weights, Map<String, float[]> inputs) {
        try (PlanNetwork network = new PlanExecutor(
                                "float32", () -> List.of(new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels()))
                        .compile(definition, Purpose.INFERENCE, weights);
                RangeObserver observer = network.observer(network.outputs().keySet())) {
            observer.observe(inputs);
            return observer.ranges();
        }
    }

    private static PlanNetwork int8(NetworkDefinition definition, Weights weights, Ranges ranges) {
        return new PlanExecutor("int8", () -> List.of(new OneDnnKernels(ranges), new Nd4jKernels()))
                .compile(definition, Purpose.INFERENCE, weights);
    }

    private static void assertWithin(BoundedMap expected, float[] actual) {
        assertThat(actual).hasSize(expected.values().length);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected.values()[i]))
                    .as("value %d: %s for %s", i, actual[i], expected.values()[i])
                    .isLessThanOrEqualTo(expected.errors()[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aConvolutionIsRightButForItsSteps(Case tested) {
        NetworkDefinition definition = tested.definition();
        Weights weights = weights(definition);
        try (PlanNetwork probe = int8(definition, weights, Ranges.NONE)) {
            Map<String, float[]> inputs = inputs(probe.inputs());
            Ranges ranges = ranges(definition, weights, inputs);
            BoundedMap expected = BoundedMap.exact(tested.x(), inputs.get("x"))
                    .rounded(ranges.of("x").orElseThrow())
                    .convolved(
                            weights.tensors().get("conv.weight").shape(),
                            weights.tensors().get("conv.weight").values(),
                            weights.tensors().get("conv.bias").values(),
                            tested.stride(),
                            tested.y());
            if (tested.residual()) {
                expected = expected.plus(BoundedMap.exact(tested.y(), inputs.get("r"))
                        .rounded(ranges.of("r").orElseThrow()));
            }
            expected = tested.activation() == Activation.RELU ? expected.rectified() : expected;
            try (PlanNetwork network = int8(definition, weights, ranges)) {
                float[] actual = network.forward(inputs, List.of("y")).get("y");

                assertWithin(expected, actual);
                assertThat(kernels(network)).anyMatch(format -> format.startsWith("s8:"));
            }
        }
    }

    private static List<String> kernels(PlanNetwork network) {
        PlanDescription plan = network.plan().describe(network.outputs().keySet());
        return Stream.concat(plan.once().stream(), plan.everyRun().stream())
                .flatMap(row -> row.outputs().stream())
                .map(PlanDescription.Output::format)
                .toList();
    }

    private static PlanDescription plan(NetworkDefinition definition, String... known) {
        Weights weights = weights(definition);
        try (PlanNetwork probe = int8(definition, weights, Ranges.NONE)) {
            Ranges all = probe.plan().exampleRanges(probe.outputs().keySet());
            Map<String, Ranges.Range> some = new LinkedHashMap<>(all.values());
            some.keySet().retainAll(known.length == 0 ? all.values().keySet() : List.of(known));
            try (PlanNetwork network = int8(definition, weights, new Ranges(some))) {
                return network.plan().describe(network.outputs().keySet());
            }
        }
    }

    /** The formats of what every step of a run makes first. */
    private static List<String> made(PlanDescription plan) {
        return plan.everyRun().stream()
                .map(row ->
                        row.outputs().get(0).name() + " " + row.outputs().get(0).format())
                .toList();
    }

    private static NetworkDefinition of(Function<Graph, Map<String, Tensor>> body) {
        return graph -> new NetworkDefinition.Declared(body.apply(graph), Map.of());
    }

    private static Tensor input(Graph graph, int channels) {
        return graph.input("x", Shape.of(1, channels, 8, 6));
    }

    @Test
    void oneConvolutionGivesTheNextItsWholeNumbers() {
        PlanDescription plan = plan(of(graph -> {
            Tensor first = graph.activate(Activation.RELU, conv(graph, "one", 16, 32, 3, 1, input(graph, 16)));
            return Map.of("y", conv(graph, "two", 32, 24, 3, 1, first));
        }));

        assertThat(plan.everyRun())
                .extracting(PlanDescription.Row::label)
                .containsExactly("convert", "convolution + bias + relu", "convolution + bias", "convert");
        assertThat(made(plan))
                .containsExactly("x s8:acdb", "relu u8:acdb", "convolution_2 acdb", "convolution_2 plain");
    }

    @Test
    void aBlockAddsTheWholeNumbersThatItConvolves() {
        PlanDescription plan = plan(of(graph -> {
            Tensor x = graph.activate(Activation.RELU, conv(graph, "one", 16, 16, 1, 1, input(graph, 16)));
            Tensor sum = graph.activate(Activation.RELU, graph.add(conv(graph, "two", 16, 16, 3, 1, x), x));
            return Map.of("y", conv(graph, "three", 16, 16, 1, 1, sum));
        }));

        assertThat(made(plan))
                .containsExactly(
                        "x s8:acdb", "relu u8:acdb", "relu_2 u8:acdb", "convolution_3 acdb", "convolution_3 plain");
    }

    @Test
    void whatOthersReadTooIsMadeInFloat32AndConvertedOnce() {
        PlanDescription plan = plan(of(graph -> {
            Tensor x = conv(graph, "one", 16, 16, 1, 1, input(graph, 16));
            Tensor larger = graph.apply(new Operation.ResizeNearest(16, 12), x);
            return Map.of("y", conv(graph, "two", 16, 8, 1, 1, x), "z", larger, "w", conv(graph, "w", 16, 8, 1, 1, x));
        }));

        assertThat(made(plan)).startsWith("x s8:acdb", "convolution acdb").containsOnlyOnce("convolution s8:acdb");
    }

    @Test
    void whatIsWantedAsAnOutputIsNotRounded() {
        PlanDescription plan = plan(of(graph -> {
            Tensor x = conv(graph, "one", 16, 16, 1, 1, input(graph, 16));
            return Map.of("x", x, "y", conv(graph, "two", 16, 8, 1, 1, x));
        }));

        assertThat(made(plan)).startsWith("x s8:acdb", "convolution acdb");
    }

    @Test
    void predictionsStayFloat32() {
        PlanDescription plan = plan(of(graph -> {
            Tensor x = graph.apply(new Operation.MapToCells(2), conv(graph, "one", 16, 4, 3, 1, input(graph, 16)));
            Tensor y = graph.apply(
                    new Operation.MapToCells(2),
                    conv(graph, "two", 16, 4, 3, 1, graph.input("z", Shape.of(1, 16, 4, 3))));
            return Map.of("y", graph.apply(new Operation.Concat(1), x, y));
        }));

        assertThat(made(plan))
                .contains("convolution acdb", "convolution_2 acdb")
                .noneMatch(row -> row.contains("bf16"));
    }

    @Test
    void mapsOfUnknownRangeAndOfFewChannelsStayFloat() {
        NetworkDefinition definition = of(graph -> {
            Tensor x = conv(graph, "one", 3, 16, 3, 1, input(graph, 3));
            return Map.of("y", conv(graph, "two", 16, 16, 3, 1, x));
        });

        assertThat(made(plan(definition, "x"))).noneMatch(row -> row.contains("8:"));
        assertThat(made(plan(definition))).contains("convolution s8:acdb").noneMatch(row -> row.matches("x .8:.*"));
    }

    @Test
    void singleChannelsStayFloat() {
        PlanDescription plan = plan(of(graph -> Map.of(
                "y",
                Conv2d.of(32, 32, 3)
                        .depthwise()
                        .declare(graph.scope("depthwise"))
                        .apply(graph, input(graph, 32)))));

        assertThat(made(plan)).noneMatch(row -> row.contains("8:"));
    }

    @Test
    void aMapThatIsAlwaysZeroIsNoStepsLong() {
        NetworkDefinition definition = of(graph -> Map.of("y", conv(graph, "one", 16, 8, 3, 1, input(graph, 16))));
        Weights weights = weights(definition);
        Map<String, float[]> zeros = Map.of("x", new float[16 * 8 * 6]);
        Ranges ranges = ranges(definition, weights, zeros);

        try (PlanNetwork network = int8(definition, weights, ranges)) {
            float[] y = network.forward(zeros, List.of("y")).get("y");

            float[] bias = weights.tensors().get("one.bias").values();
            for (int i = 0; i < y.length; i++) {
                assertThat(y[i]).isCloseTo(bias[i / 48], within(0.01f * Math.abs(bias[i / 48]))); // bfloat16, perhaps
            }
        }
    }

    /** Kernels as large as they can be, on bytes as large as they can be: sums of products need more than 16 bits. */
    @Test
    void theLargestValuesAreAddedWithoutOverflow() {
        Shape x = Shape.of(1, 32, 5, 5);
        NetworkDefinition definition = of(graph -> {
            Tensor one = graph.activate(Activation.RELU, conv(graph, "one", 32, 32, 1, 1, graph.input("x", x)));
            return Map.of("y", conv(graph, "two", 32, 16, 3, 1, one));
        });
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        weights(definition).tensors().forEach((name, tensor) -> {
            float[] ones = new float[tensor.values().length];
            Arrays.fill(ones, name.endsWith("bias") ? 0 : 1);
            tensors.put(name, new NamedTensor(tensor.shape(), ones));
        });
        Weights weights = new Weights(tensors);
        float[] ones = new float[(int) x.size()];
        Arrays.fill(ones, 1);
        Ranges ranges = ranges(definition, weights, Map.of("x", ones));

        try (PlanNetwork network = int8(definition, weights, ranges)) {
            float[] y = network.forward(Map.of("x", ones), List.of("y")).get("y");

            assertThat(y[12]).isCloseTo(32 * 32 * 9, within(0.1f)); // the middle of the first map; all steps are whole
            assertThat(y[0]).isCloseTo(32 * 32 * 4, within(0.1f));
        }
    }

    @Test
    void theSameImagesGiveTheSameBits() {
        Case tested = new Case(Shape.of(2, 32, 6, 5), 32, 3, 1, true, Activation.RELU);
        Weights weights = weights(tested.definition());
        try (PlanNetwork probe = int8(tested.definition(), weights, Ranges.NONE)) {
            Map<String, float[]> inputs = inputs(probe.inputs());
            Ranges ranges = ranges(tested.definition(), weights, inputs);
            try (PlanNetwork network = int8(tested.definition(), weights, ranges);
                    PlanNetwork again = int8(tested.definition(), weights, ranges)) {
                float[] first = network.forward(inputs, List.of("y")).get("y");

                assertThat(network.forward(inputs, List.of("y")).get("y")).isEqualTo(first);
                assertThat(again.forward(inputs, List.of("y")).get("y")).isEqualTo(first);
            }
        }
    }

    @Test
    void loadedWeightsAreDividedIntoStepsAnew() {
        Case tested = new Case(Shape.of(1, 16, 4, 3), 16, 1, 1, false, Activation.NONE);
        Weights weights = weights(tested.definition());
        Map<String, NamedTensor> doubled = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 2;
            }
            doubled.put(name, new NamedTensor(tensor.shape(), values));
        });
        Map<String, float[]> inputs = Map.of("x", random("x", tested.x()));
        Ranges ranges = ranges(tested.definition(), weights, inputs);
        try (PlanNetwork network = int8(tested.definition(), weights, ranges)) {
            float[] before = network.forward(inputs, List.of("y")).get("y");
            network.load(new Weights(doubled));
            float[] after = network.forward(inputs, List.of("y")).get("y");

            for (int i = 0; i < after.length; i++) {
                assertThat(after[i]).isEqualTo(2 * before[i]); // a power of two changes no digit
            }
        }
    }
}
