package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.Agreement;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation forward and backward within a chain, with channels that do not fill vectors. */
@Emulated
class ChainKernelsTest {
    private static List<KernelProvider> providers() {
        return List.of(new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32), new Nd4jKernels());
    }

    static Stream<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            if (activation != Activation.NONE) {
                String name = activation.name().toLowerCase(Locale.ROOT);
                samples.add(Sample.of(name + " of a sum, read twice", graph -> block(graph, activation)));
            }
        }
        return samples.stream();
    }

    /** Forward: sum, factor, activation, factor. Backward: a sum of gradients and what follows. */
    private static Tensor block(Graph graph, Activation activation) {
        Tensor x = graph.input("x", Shape.of(2, 3, 5, 4));
        Tensor sum = graph.apply(new Operation.Sum(), conv(graph, "a", x), conv(graph, "b", x), conv(graph, "c", x));
        Tensor scaled = graph.apply(new Operation.Multiply(0.3), sum);
        Tensor active = graph.activate(activation, scaled);
        Tensor y = graph.apply(new Operation.Multiply(1.7), active);
        return graph.add(conv(graph, "d", y), conv(graph, "e", y));
    }

    private static Tensor conv(Graph graph, String name, Tensor x) {
        return Conv2d.of(3, 3, 1).declare(graph.scope(name)).apply(graph, x);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void trainsAndPredictsAsSameDiffDoes(Sample sample) {
        Agreement agreement = new Agreement(ChainKernelsTest::providers, 1e-4); // float32 sums in another order

        agreement.training(sample);
        agreement.prediction(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aChainIsOneKernelOfTheDevice(Sample sample) {
        try (PlanNetwork network = new PlanExecutor("tested", ChainKernelsTest::providers)
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            List<PlanDescription.Row> chains = network.plan().describeGradients().everyRun().stream()
                    .filter(row -> row.kernel().equals("chain.cu"))
                    .toList();

            assertThat(chains).isNotEmpty().allMatch(row -> row.provider().equals("cuda"));
            assertThat(chains.stream().map(PlanDescription.Row::label)).anyMatch(label -> label.contains("_backward"));
        }
    }
}
