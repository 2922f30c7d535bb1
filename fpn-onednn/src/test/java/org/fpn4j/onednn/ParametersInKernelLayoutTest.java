package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.engine.contract.Agreement;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels whose channels fill the blocks of 8 or 16 in which oneDNN keeps them: they stay in blocks between steps. */
@EnabledIf("hasOneDnn")
class ParametersInKernelLayoutTest {
    private static final int CHANNELS = 32;
    private static final Sample CONVOLUTION = Sample.of("convolution", graph -> convolution(graph, "conv", x(graph)));

    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    private static List<KernelProvider> providers() {
        return List.of(new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels());
    }

    private static Tensor x(Graph graph) {
        return graph.input("x", Shape.of(2, CHANNELS, 6, 5));
    }

    private static Tensor convolution(Graph graph, String name, Tensor x) {
        return Conv2d.of(CHANNELS, CHANNELS, 3).declare(graph.scope(name)).apply(graph, x);
    }

    static Stream<Sample> samples() {
        return Stream.of(
                CONVOLUTION,
                Sample.of("one kernel on two maps", graph -> {
                    var shared = Conv2d.of(CHANNELS, CHANNELS, 3).declare(graph.scope("conv"));
                    return shared.apply(graph, shared.apply(graph, x(graph)));
                }),
                Sample.of("a folded norm", graph -> {
                    Tensor y = convolution(graph, "one", x(graph));
                    y = new Norms.FrozenBatch()
                            .declare(graph.scope("norm"), CHANNELS, true)
                            .apply(graph, y);
                    y = graph.apply(new Operation.Activate(Activation.RELU), y);
                    return convolution(graph, "two", y);
                }),
                Sample.of("depthwise", graph -> {
                    Tensor y = Conv2d.of(CHANNELS, CHANNELS, 3)
                            .depthwise()
                            .declare(graph.scope("depthwise"))
                            .apply(graph, x(graph));
                    return convolution(graph, "two", y);
                }),
                Sample.of("a kernel that fills blocks and one that does not", graph -> {
                    Tensor y = convolution(graph, "one", x(graph));
                    return Conv2d.of(CHANNELS, 5, 1).declare(graph.scope("two")).apply(graph, y);
                }));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void trainsAsSameDiffDoes(Sample sample) {
        new Agreement(ParametersInKernelLayoutTest::providers, 1e-4).training(sample); // float32 sums in another order
        if (sample.predicts()) {
            new Agreement(ParametersInKernelLayoutTest::providers, 1e-4).prediction(sample);
        }
    }

    private static PlanNetwork network(Purpose purpose) {
        return new PlanExecutor("tested", ParametersInKernelLayoutTest::providers)
                .compile(CONVOLUTION.definition(), purpose, CONVOLUTION.weights());
    }

    private static float[] kernel() {
        return CONVOLUTION.weights().tensors().get("conv.weight").values();
    }

    @Test
    void aTrainedKernelStandsInBlocksAndIsGivenOutInTheOrderOfItsShape() {
        try (PlanNetwork network = network(Purpose.TRAINING)) {
            FlatVector values = network.buffers().values();
            ParameterBuffers.Slot slot = network.buffers().slots().get(0);

            assertThat(slot.parameter().name()).isEqualTo("conv.weight");
            assertThat(ParameterBuffers.view(values, slot).toArray())
                    .isNotEqualTo(kernel())
                    .containsExactlyInAnyOrder(kernel());
            assertThat(network.weights().tensors().get("conv.weight").values()).isEqualTo(kernel());
            assertThat(network.weights(values).tensors().get("conv.weight").values())
                    .isEqualTo(kernel());
            assertThat(network.inOrder(values)).startsWith(kernel());
        }
    }

    @Test
    void whatGoesIntoFilesComesBackTheSame() {
        try (PlanNetwork network = network(Purpose.TRAINING);
                FlatVector vector =
                        network.buffers().memory().allocate(network.buffers().length())) {
            float[] order = new float[(int) vector.size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }

            network.fromOrder(order, vector);

            assertThat(network.inOrder(vector)).isEqualTo(order);
            assertThat(vector.toArray()).isNotEqualTo(order);
        }
    }

    @Test
    void aGradientIsMadeWhereTheOptimizerReadsIt() {
        try (PlanNetwork network = network(Purpose.TRAINING)) {
            network.backward(CONVOLUTION.inputs(network.inputs(), 0));

            assertThat(network.plan().describeGradients().everyRun().stream()
                            .filter(row -> row.label().equals("convert"))
                            .flatMap(row -> row.outputs().stream())
                            .map(output -> output.name()))
                    .as("what is converted")
                    .noneMatch(name -> name.contains("d(conv.weight)"));
        }
    }

    @Test
    void whereNothingIsTrainedParametersArePlain() {
        try (PlanNetwork network = network(Purpose.INFERENCE)) {
            Map<String, float[]> inputs = CONVOLUTION.inputs(network.inputs(), 0);

            assertThat(network.weights().tensors().get("conv.weight").values()).isEqualTo(kernel());
            assertThat(network.forward(inputs, List.of("y"))).containsKey("y");
        }
    }
}
