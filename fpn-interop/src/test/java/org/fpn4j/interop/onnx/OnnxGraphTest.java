package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.outside.DescendingValues;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.samples.OperationSample;
import org.fpn4j.core.samples.OperationSamples;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, in ONNX Runtime with a batch of three, against SameDiff's session. */
class OnnxGraphTest {
    private static final int BATCH = 3;

    private static NetworkDefinition definition(OperationSample sample, int batch) {
        return graph -> new NetworkDefinition.Declared(Map.of("y", sample.onInputs(graph, batch)), Map.of());
    }

    static Stream<OperationSample> operations() {
        return OperationSamples.predicting();
    }

    static Stream<OperationSample> losses() {
        Set<OperationSample> predicting = operations().collect(Collectors.toSet());
        return OperationSamples.all().filter(sample -> !predicting.contains(sample));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRuleComputesWhatSameDiffComputes(OperationSample sample) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < sample.inputs().size(); i++) {
            Shape shape = OperationSample.batched(sample.inputs().get(i), BATCH);
            float[] input = Detectors.pixels((int) shape.size() + i);
            shapes.put("x" + i, shape);
            values.put("x" + i, sample.values(i, BATCH).orElse(Arrays.copyOfRange(input, i, input.length)));
        }
        float[] expected;
        Shape shape;
        try (Network network =
                new SameDiffExecutor().compile(definition(sample, BATCH), Purpose.INFERENCE, sample.weights())) {
            expected = network.forward(values, List.of("y")).get("y");
            shape = network.outputs().get("y");
        }

        OnnxGraph graph = new OnnxGraph(sample.weights());
        OnnxModel model = graph.model(definition(sample, 1).define(graph).outputs(), Map.of());

        try (OrtRun run = new OrtRun(model)) {
            OrtRun.Output actual = run.run(values, shapes).get("y");
            assertThat(actual.shape()).isEqualTo(shape.toLongArray());
            double[] wanted = new double[expected.length];
            Arrays.setAll(wanted, i -> expected[i]);
            assertThat(actual.values()).containsExactly(wanted, within(2e-5)); // sums of some 60 products of about 2
        }
    }

    @Test
    void parametersKeepTheirNamesAndNodesStandInTheirScopes() throws Exception {
        OperationSample sample = new OperationSample(
                "convolution",
                new Operation.Convolution(1, Padding.of(1), 1),
                List.of(Shape.of(1, 2, 4, 4)),
                1,
                List.of(Shape.of(3, 2, 3, 3)),
                0);
        OnnxGraph graph = new OnnxGraph(sample.weights());

        OnnxModel model = graph.model(definition(sample, 1).define(graph).outputs(), Map.of("author", "somebody"));

        onnx.Onnx.ModelProto proto = onnx.Onnx.ModelProto.parseFrom(model.bytes());
        assertThat(proto.getProducerName()).isEqualTo("fpn4j");
        assertThat(proto.getIrVersion()).isEqualTo(8);
        assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(proto.getMetadataProps(0).getKey()).isEqualTo("author");
        assertThat(proto.getGraph().getInitializerList())
                .extracting(onnx.Onnx.TensorProto::getName)
                .containsExactly("layer.p0");
        assertThat(proto.getGraph().getNodeList())
                .extracting(onnx.Onnx.NodeProto::getName)
                .containsExactly("layer.convolution.Conv", "y");
        assertThat(model.inputs()).hasToString("[x0 [N, 2, 4, 4] float]");
        assertThat(model.outputs()).hasToString("[y [N, 3, 4, 4] float]");
        assertThat(model.size()).isEqualTo(model.bytes().length);
    }

    @Test
    void whatLeadsToNoOutputIsLeftOut() throws Exception {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of("unread", new NamedTensor(Shape.of(1), new float[1]))));
        Tensor x = graph.input("x", Shape.of(1, 2, 4, 4));
        graph.apply(new Operation.ScaleByParameter(), x, parameter(graph, "unread", Shape.of(1)));
        Tensor y = graph.activate(Activation.RELU, x);

        onnx.Onnx.ModelProto proto = onnx.Onnx.ModelProto.parseFrom(
                graph.model(Map.of("y", y), Map.of()).bytes());

        assertThat(proto.getGraph().getInitializerList()).isEmpty();
        assertThat(proto.getGraph().getNodeList())
                .extracting(onnx.Onnx.NodeProto::getOpType)
                .containsExactly("Relu", "Identity");
    }

    private static Tensor parameter(Graph graph, String name, Shape shape) {
        return graph.parameter(name, shape, new Initializer.Constant(0), Role.WEIGHT, true);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAreRefused(OperationSample sample) {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));

        assertThatThrownBy(() -> sample.onInputs(graph, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation[" + sample.operation().label() + "] is for training, and has no rule in ONNX");
    }

    /** An operation from outside that nobody has told ONNX of. */
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
    void anOperationFromOutsideWithoutARuleIsRefusedByName() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        Tensor x = graph.input("x", Shape.of(1, 2, 4, 4));

        assertThatThrownBy(() -> graph.scope("neck").apply(new Unruled(), x))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "node[neck.unruled]: operation[unruled] has no rule in ONNX, so a detector that uses it cannot"
                                + " be exported\n    an OnnxRule of " + Unruled.class.getName()
                                + " on the class path would do");
    }

    private static NetworkDefinition rowsOfRegions(int batch) {
        RegionLevels levels = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);
        return graph -> {
            Tensor pooled = graph.apply(
                    new Operation.RoiAlign(List.of(4), levels, 2, 2, true),
                    graph.input("map", Shape.of(batch, 3, 5, 6)),
                    graph.input("regions", Shape.of(batch, 4, 4)));
            return new NetworkDefinition.Declared(
                    Map.of("rows", graph.apply(new Operation.MapsToRows(4), pooled)), Map.of());
        };
    }

    @Test
    void rowsOfRegionsStayWithTheirImages() {
        Map<String, Shape> shapes = Map.of("map", Shape.of(BATCH, 3, 5, 6), "regions", Shape.of(BATCH, 4, 4));
        float[] regions = new float[BATCH * 16];
        for (int i = 0; i < regions.length; i++) {
            regions[i] = i % 4 < 2 ? i % 7 : 9 + i % 5;
        }
        Map<String, float[]> values = Map.of("map", Detectors.pixels(BATCH * 90), "regions", regions);
        float[] expected;
        try (Network network =
                new SameDiffExecutor().compile(rowsOfRegions(BATCH), Purpose.INFERENCE, new Weights(Map.of()))) {
            expected = network.forward(values, List.of("rows")).get("rows");
        }
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));

        OnnxModel model = graph.model(rowsOfRegions(1).define(graph).outputs(), Map.of());

        try (OrtRun run = new OrtRun(model)) {
            OrtRun.Output actual = run.run(values, shapes).get("rows");
            assertThat(actual.shape()).containsExactly(BATCH, 4, 12);
            double[] wanted = new double[expected.length];
            Arrays.setAll(wanted, i -> expected[i]);
            assertThat(actual.values()).containsExactly(wanted, within(2e-5)); // sums of 16 products of about 2
        }
    }

    @Test
    void aDecisionWithoutARuleIsRefusedByName() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        Tensor x = graph.input("x", Shape.of(1, 5, 4));

        assertThatThrownBy(() -> graph.scope("head").apply(new DescendingValues(3), x))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "node[head.descending_values]: operation[descending_values] has no rule in ONNX, so a detector"
                                + " that uses it cannot be exported\n    an OnnxRule of "
                                + DescendingValues.class.getName()
                                + " on the class path would do");
    }

    @Test
    void aDimensionOfRegionsIsToldByTheBatch() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        RegionLevels levels = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);
        Tensor pooled = graph.apply(
                new Operation.RoiAlign(List.of(4), levels, 7, 2, false),
                graph.input("map", Shape.of(1, 3, 8, 8)),
                graph.input("regions", Shape.of(1, 100, 4)));

        OnnxModel model = graph.model(Map.of("pooled", pooled), Map.of());

        assertThat(model.outputs()).hasToString("[pooled [100*N, 3, 7, 7] float]");
    }

    @Test
    void nothingMayFixOrChangeTheBatch() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        Tensor x = graph.input("x", Shape.of(1, 2, 4, 4));

        assertThatThrownBy(() -> graph.apply(new Operation.Concat(0), x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[concat]: concat over axis 0: the images of a batch stay apart");
        assertThatThrownBy(() -> graph.input("pair", Shape.of(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input[pair] of [2, 3]: expected a batch of 1");
    }

    @Test
    void aParameterNeedsItsValueAndANameOfItsOwn() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of("w", new NamedTensor(Shape.of(1), new float[1]))));
        parameter(graph, "w", Shape.of(1));

        assertThatThrownBy(() -> parameter(graph, "w", Shape.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter[w] is declared twice");
        assertThatThrownBy(() -> parameter(graph, "v", Shape.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor[v] is missing");
    }

    @Test
    void modelsThatNoFileHoldsAreRefused() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));

        assertThatThrownBy(() -> parameter(graph, "huge", Shape.of(600_000_000)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("huge: with tensor[600000000] the ONNX model would have [2400000000] bytes\n"
                        + "    a file of this format holds at most [2130706431] bytes of weights");
    }
}
