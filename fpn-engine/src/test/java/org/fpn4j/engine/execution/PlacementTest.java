package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.contract.MirroredKernels;
import org.fpn4j.engine.execution.PlanDescription.Output;
import org.fpn4j.engine.execution.PlanDescription.Row;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Shape IMAGES = Shape.of(1, 2, 4, 4);

    private static PlanNetwork network(NetworkDefinition definition, Purpose purpose, Predicate<Instruction> mirrored) {
        return new PlanExecutor("test", () -> List.of(new MirroredKernels(mirrored), new Nd4jKernels()))
                .compile(definition, purpose, initial(definition, 1));
    }

    private static Weights initial(NetworkDefinition definition, long seed) {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        return Weights.initial(graph.parameters(), seed);
    }

    private static PlanNetwork predicting(NetworkDefinition definition, Predicate<Instruction> mirrored) {
        return network(definition, Purpose.INFERENCE, mirrored);
    }

    private static boolean activates(Instruction instruction) {
        return instruction instanceof Instruction.Forward forward && forward.operation() instanceof Operation.Activate;
    }

    private static boolean none(Instruction instruction) {
        return false;
    }

    private static List<Row> rows(PlanNetwork network) {
        return network.plan().describe(network.outputs().keySet()).everyRun();
    }

    private static List<String> labels(List<Row> rows) {
        return rows.stream().map(Row::label).toList();
    }

    private static Output made(List<Row> rows, String label) {
        return rows.stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow()
                .outputs()
                .get(0);
    }

    private static Declared outputs(Map<String, Tensor> outputs) {
        return new Declared(outputs, Map.of());
    }

    private static Tensor conv(Graph graph, String name, Tensor x, boolean trainable) {
        return Conv2d.of(2, 2, 3)
                .trainable(trainable)
                .declare(graph.scope(name))
                .apply(graph, x);
    }

    private static Declared trained(Graph graph, Tensor map) {
        Tensor cells = graph.apply(new Operation.MapToCells(2), map);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0),
                cells,
                graph.input("targets", cells.shape()),
                graph.input("weights", Shape.of(1, cells.shape().dim(1))));
        return new Declared(Map.of("map", map), Map.of("loss", loss));
    }

    private static float[] images() {
        float[] images = new float[(int) IMAGES.size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = i % 7 - 3;
        }
        return images;
    }

    @Test
    void conversionsStandWhereFormatsMeet() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.activate(Activation.RELU, graph.input("x", IMAGES));
            Tensor twice = graph.apply(new Operation.Sum(), x, graph.activate(Activation.SIGMOID, x));
            return outputs(Map.of("y", graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), twice)));
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::activates)) {
            List<Row> rows = rows(network);

            assertThat(labels(rows))
                    .containsExactly("convert", "relu", "sigmoid", "convert", "convert", "sum", "max_pool");
            assertThat(rows.stream().map(Row::provider))
                    .containsExactly("mirrored", "mirrored", "mirrored", "mirrored", "mirrored", "nd4j", "nd4j");
            assertThat(rows.stream().map(row -> row.outputs().get(0).format()))
                    .containsExactly("mirrored", "mirrored", "mirrored", "plain", "plain", "plain", "plain");
        }
    }

    @Test
    void whatALibraryRefusesFallsBackAndThePlanSaysWhy() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.activate(Activation.RELU, graph.input("x", IMAGES));
            return outputs(Map.of("y", graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x)));
        };
        RefusingKernels refusing = new RefusingKernels(PlacementTest::activates, "a library refused a relu (status 3)");
        try (PlanNetwork network = new PlanExecutor("test", () -> List.of(refusing, new Nd4jKernels()))
                        .compile(definition, Purpose.INFERENCE, initial(definition, 1));
                PlanNetwork plain = predicting(definition, PlacementTest::none)) {
            List<Row> rows = rows(network);

            assertThat(rows.stream().map(Row::provider)).containsExactly("nd4j", "refusing");
            assertThat(rows.stream().map(Row::because)).containsExactly("a library refused a relu (status 3)", "");
            assertThat(network.forward(Map.of("x", images()), List.of("y")).get("y"))
                    .isEqualTo(
                            plain.forward(Map.of("x", images()), List.of("y")).get("y"));
        }
    }

    @Test
    void whatAProviderHasNoKernelForSaysSo() {
        NetworkDefinition definition =
                graph -> outputs(Map.of("y", graph.activate(Activation.RELU, graph.input("x", IMAGES))));
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            assertThat(rows(network)).extracting(Row::because).containsExactly("mirrored has no kernel for it");
        }
    }

    @Test
    void errorsThatAreNoRefusalKeepTheirStack() {
        NetworkDefinition definition =
                graph -> outputs(Map.of("y", graph.activate(Activation.RELU, graph.input("x", IMAGES))));
        Predicate<Instruction> broken = instruction -> {
            throw new IllegalStateException("broken");
        };
        try (PlanNetwork network = predicting(definition, broken)) {
            assertThatThrownBy(() -> rows(network))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
    }

    @Test
    void aValueIsConvertedOnceForAllReaders() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.input("x", IMAGES);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("a", graph.activate(Activation.RELU, x));
            outputs.put("b", graph.activate(Activation.SIGMOID, x));
            return outputs(outputs);
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::activates)) {
            assertThat(labels(rows(network))).containsExactly("convert", "relu", "sigmoid", "convert", "convert");
            assertThat(network.forward(Map.of("x", images()), List.of("a")).get("a"))
                    .startsWith(0, 0, 0, 0, 1, 2, 3);
        }
    }

    @Test
    void gradientsStandInTheirSlots() {
        NetworkDefinition definition = graph -> trained(graph, conv(graph, "conv", graph.input("x", IMAGES), true));
        try (PlanNetwork plain = network(definition, Purpose.TRAINING, PlacementTest::none);
                PlanNetwork mirrored = network(
                        definition,
                        Purpose.TRAINING,
                        instruction -> instruction instanceof Instruction.ConvolveBackwardWeights)) {
            List<Row> rows = plain.plan().describeGradients().everyRun();
            assertThat(labels(rows)).endsWith("convolution backward weights and bias");
            assertThat(rows.get(rows.size() - 1).outputs().stream().map(Output::place))
                    .containsExactly("gradient", "gradient");

            rows = mirrored.plan().describeGradients().everyRun();
            assertThat(labels(rows)).endsWith("convolution backward weights and bias", "convert", "convert");
            assertThat(rows.get(rows.size() - 1).outputs().get(0).place()).isEqualTo("gradient");

            Map<String, float[]> fed = Map.of("x", images(), "targets", images(), "weights", new float[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
            });
            assertThat(mirrored.backward(fed)).isEqualTo(plain.backward(fed));
            assertThat(mirrored.buffers().gradients().toArray())
                    .isEqualTo(plain.buffers().gradients().toArray());
        }
    }

    @Test
    void stepsOverwriteWhatNobodyReadsAnyMore() {
        NetworkDefinition definition = graph -> {
            Tensor pooled = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), graph.input("x", IMAGES));
            return outputs(Map.of("y", graph.activate(Activation.RELU, pooled)));
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            List<Row> rows = rows(network);

            assertThat(made(rows, "relu").offset())
                    .isEqualTo(made(rows, "max_pool").offset());
        }
    }

    @Test
    void whatIsReadLaterIsNotOverwritten() {
        NetworkDefinition definition = graph -> {
            Tensor pooled = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), graph.input("x", IMAGES));
            return outputs(Map.of("y", graph.add(graph.activate(Activation.RELU, pooled), pooled)));
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            List<Row> rows = rows(network);

            assertThat(made(rows, "relu").offset())
                    .isNotEqualTo(made(rows, "max_pool").offset());
            assertThat(made(rows, "sum").offset()).isEqualTo(made(rows, "relu").offset());
        }
    }

    @Test
    void whatIsReadTwiceByOneStepIsNotOverwritten() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.activate(Activation.RELU, graph.input("x", IMAGES));
            return outputs(Map.of("y", graph.apply(new Operation.Sum(), x, x)));
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            List<Row> rows = rows(network);

            assertThat(made(rows, "sum").offset())
                    .isNotEqualTo(made(rows, "relu").offset());
        }
    }

    @Test
    void fixedStepsRunOnceAndTheirValuesAreKept() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.input("x", IMAGES);
            for (String name : List.of("frozen", "trained")) {
                x = conv(graph, name, x, name.equals("trained"));
                x = new Norms.FrozenBatch()
                        .declare(graph.scope(name + "_norm"), 2, true)
                        .apply(graph, x);
            }
            return trained(graph, x);
        };
        try (PlanNetwork network = network(definition, Purpose.TRAINING, PlacementTest::none)) {
            PlanDescription plan = network.plan().describeGradients();

            assertThat(labels(plan.once())).containsExactly("fold norm");
            assertThat(plan.once().get(0).outputs()).extracting(Output::place).containsExactly("kept", "kept");
            assertThat(labels(plan.everyRun()))
                    .containsSubsequence("convolution + bias", "fold norm", "convolution + bias");
            assertThat(plan.keptBytes()).isEqualTo(192 + 64); // 36 values and 2, in lines of 64 bytes
        }
    }

    @Test
    void loadedWeightsReachWhatIsKept() {
        NetworkDefinition definition = graph -> {
            Tensor x = conv(graph, "conv", graph.input("x", IMAGES), false);
            return outputs(Map.of(
                    "y",
                    new Norms.FrozenBatch()
                            .declare(graph.scope("norm"), 2, true)
                            .apply(graph, x)));
        };
        Map<String, float[]> fed = Map.of("x", images());
        try (PlanNetwork network = predicting(definition, PlacementTest::none);
                PlanNetwork other = predicting(definition, PlacementTest::none)) {
            float[] before = network.forward(fed, List.of("y")).get("y");
            Weights weights = initial(definition, 2);
            network.load(weights);
            other.load(weights);

            assertThat(network.forward(fed, List.of("y")).get("y"))
                    .isNotEqualTo(before)
                    .isEqualTo(other.forward(fed, List.of("y")).get("y"));
        }
    }

    @Test
    void valuesShareTheArena() {
        NetworkDefinition definition = graph -> {
            Tensor x = graph.input("x", IMAGES);
            for (int i = 0; i < 5; i++) {
                x = graph.apply(new Operation.MaxPool(3, 1, Padding.of(1)), x);
            }
            return outputs(Map.of("y", x));
        };
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            PlanDescription plan = network.plan().describe(List.of("y"));

            assertThat(plan.unsharedBytes()).isEqualTo(11 * 128); // the input, five maps and five states
            assertThat(plan.arenaBytes()).isEqualTo(3 * 128); // a map, the next and its state
        }
    }

    @Test
    void inputsMustBeFed() {
        NetworkDefinition definition =
                graph -> outputs(Map.of("y", graph.activate(Activation.RELU, graph.input("x", IMAGES))));
        try (PlanNetwork network = predicting(definition, PlacementTest::none)) {
            assertThatThrownBy(() -> network.forward(Map.of(), List.of("y"))).hasMessage("input[x] is missing");
            assertThatThrownBy(() -> network.forward(Map.of("x", new float[3]), List.of("y")))
                    .hasMessage("input[x]: expected [1, 2, 4, 4], got [3] values");
            assertThatThrownBy(() -> network.forward(Map.of("z", new float[3]), List.of("y")))
                    .hasMessage("input[z] was not declared; known: [x]");
            assertThatThrownBy(network::buffers)
                    .hasMessage("this network was compiled for inference and has no gradients");
        }
    }
}
