package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, in ONNX Runtime with a batch of three, against SameDiff's session. */
class OnnxGraphTest {
    private static final int BATCH = 3;

    /**
     * One operation.
     *
     * @param inputs shapes of one image
     * @param parameters shapes of what follows the inputs
     */
    record Sample(String name, Operation operation, List<Shape> inputs, List<Shape> parameters) {
        @Override
        public String toString() {
            return name;
        }

        /** The first input is fed, as are all others; parameters are positive, so that they can be variances. */
        NetworkDefinition definition(int batch) {
            return graph -> {
                List<Tensor> tensors = new ArrayList<>();
                for (int i = 0; i < inputs.size(); i++) {
                    tensors.add(graph.input("x" + i, batched(inputs.get(i), batch)));
                }
                for (int i = 0; i < parameters.size(); i++) {
                    tensors.add(graph.scope("layer")
                            .parameter("p" + i, parameters.get(i), new Initializer.Constant(0), Role.WEIGHT, true));
                }
                return new NetworkDefinition.Declared(
                        Map.of("y", graph.scope("layer").apply(operation, tensors)), Map.of());
            };
        }

        Weights weights() {
            Map<String, NamedTensor> tensors = new LinkedHashMap<>();
            for (int i = 0; i < parameters.size(); i++) {
                float[] values = new float[(int) parameters.get(i).size()];
                for (int k = 0; k < values.length; k++) {
                    values[k] = (float) (1 + 0.6 * Math.sin(k + 3 * i));
                }
                tensors.put("layer.p" + i, new NamedTensor(parameters.get(i), values));
            }
            return new Weights(tensors);
        }
    }

    private static Shape batched(Shape shape, int batch) {
        List<Integer> dims = new ArrayList<>(shape.dims());
        dims.set(0, batch);
        return new Shape(dims);
    }

    private static Sample of(String name, Operation operation, List<Shape> inputs, Shape... parameters) {
        return new Sample(name, operation, inputs, List.of(parameters));
    }

    private static Sample of(String name, Operation operation, Shape input, Shape... parameters) {
        return of(name, operation, List.of(input), parameters);
    }

    static Stream<Sample> operations() {
        Shape map = Shape.of(1, 6, 5, 7);
        Shape channels = Shape.of(6);
        Padding same = Padding.same(6, 8, 3, 2); // bottom and right only
        List<Sample> samples = new ArrayList<>(List.of(
                of("convolution", new Operation.Convolution(2, Padding.of(1), 1), map, Shape.of(4, 6, 3, 3)),
                of(
                        "convolution with bias",
                        new Operation.Convolution(1, new Padding(1, 1, 0, 0), 1),
                        map,
                        Shape.of(4, 6, 3, 1),
                        Shape.of(4)),
                of(
                        "depthwise convolution",
                        new Operation.Convolution(1, Padding.of(1), 6),
                        map,
                        Shape.of(6, 1, 3, 3),
                        channels),
                of("batch norm", new Operation.BatchNorm(0.1, 0.1, false), map, channels, channels, channels, channels),
                of(
                        "trained batch norm",
                        new Operation.BatchNorm(1e-3, 0.1, true),
                        map,
                        channels,
                        channels,
                        channels,
                        channels),
                of("group norm", new Operation.GroupNorm(3, 0.1), map, channels, channels),
                of("group norm of one group", new Operation.GroupNorm(1, 1e-5), map, channels, channels),
                of("max pool", new Operation.MaxPool(3, 2, Padding.of(1)), map),
                of("max pool of one cell", new Operation.MaxPool(1, 2, Padding.NONE), map),
                of("asymmetric max pool", new Operation.MaxPool(3, 2, same), Shape.of(1, 2, 6, 8)),
                of("sum of two", new Operation.Sum(), List.of(map, map)),
                of("sum of three", new Operation.Sum(), List.of(map, map, map)),
                of("multiply", new Operation.Multiply(0.5), map),
                of("scale by parameter", new Operation.ScaleByParameter(), map, Shape.of(1)),
                of("fast fusion", fusion(Operation.WeightedFusion.Mode.FAST), List.of(map, map, map), Shape.of(3)),
                of("softmax fusion", fusion(Operation.WeightedFusion.Mode.SOFTMAX), List.of(map, map), Shape.of(2)),
                of("concat of channels", new Operation.Concat(1), List.of(map, Shape.of(1, 2, 5, 7))),
                of("concat of cells", new Operation.Concat(1), List.of(Shape.of(1, 5, 4), Shape.of(1, 3, 4))),
                of("map to cells", new Operation.MapToCells(3), map),
                of("decode deltas", new Operation.DecodeDeltas(10, 5, 0.05), Shape.of(1, 5, 4), Shape.of(5, 4)),
                of("distances to boxes", new Operation.DistancesToBoxes(), Shape.of(1, 5, 4))));
        for (Activation activation : Activation.values()) {
            if (activation != Activation.NONE) {
                samples.add(of(activation.name(), new Operation.Activate(activation), map));
            }
        }
        int[][] targets = {{10, 14}, {20, 28}, {15, 21}, {9, 13}, {5, 14}, {10, 7}, {3, 4}, {13, 11}, {65, 7}};
        for (int[] target : targets) {
            samples.add(of(
                    "resize 5x7 to " + target[0] + "x" + target[1],
                    new Operation.ResizeNearest(target[0], target[1]),
                    map));
        }
        return samples.stream();
    }

    private static Operation fusion(Operation.WeightedFusion.Mode mode) {
        return new Operation.WeightedFusion(mode, 0.01);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRuleComputesWhatSameDiffComputes(Sample sample) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < sample.inputs().size(); i++) {
            Shape shape = batched(sample.inputs().get(i), BATCH);
            float[] input = Detectors.pixels((int) shape.size() + i);
            shapes.put("x" + i, shape);
            values.put("x" + i, Arrays.copyOfRange(input, i, input.length));
        }
        float[] expected;
        Shape shape;
        try (Network network =
                new SameDiffExecutor().compile(sample.definition(BATCH), Purpose.INFERENCE, sample.weights())) {
            expected = network.forward(values, List.of("y")).get("y");
            shape = network.outputs().get("y");
        }

        OnnxGraph graph = new OnnxGraph(sample.weights());
        OnnxModel model = graph.model(sample.definition(1).define(graph).outputs(), Map.of());

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
        Sample sample = of(
                "convolution",
                new Operation.Convolution(1, Padding.of(1), 1),
                Shape.of(1, 2, 4, 4),
                Shape.of(3, 2, 3, 3));
        OnnxGraph graph = new OnnxGraph(sample.weights());

        OnnxModel model = graph.model(sample.definition(1).define(graph).outputs(), Map.of("author", "somebody"));

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

    @Test
    void lossesAreRefused() {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        Tensor logits = graph.input("logits", Shape.of(1, 5, 3));
        Tensor weights = graph.input("weights", Shape.of(1, 5));

        assertThatThrownBy(() -> graph.apply(new Operation.BinaryCrossEntropy(), logits, logits, weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation[binary_cross_entropy] is for training, and has no rule in ONNX");
        assertThatThrownBy(() -> graph.apply(new Operation.FocalLoss(0.25, 2), logits, weights, weights))
                .hasMessage("operation[focal_loss] is for training, and has no rule in ONNX");
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
