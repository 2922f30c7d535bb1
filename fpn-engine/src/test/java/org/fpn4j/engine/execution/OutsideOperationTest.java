package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.outside.ContextGate;
import org.fpn4j.core.outside.SquaredError;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;

/** A network with an operation from outside is planned and trained like any other. */
class OutsideOperationTest {
    private static final Shape IMAGES = Shape.of(2, 3, 8, 8);

    /** Two maps of which one opens the other's channels, and a loss. */
    private static NetworkDefinition.Declared gated(Graph graph, Operation lossOperation) {
        Tensor images = graph.input("images", IMAGES);
        Tensor fine = Conv2d.of(3, 4, 3).declare(graph.scope("fine")).apply(graph, images);
        Tensor coarse =
                Conv2d.of(4, 4, 3).stride(2).declare(graph.scope("coarse")).apply(graph, fine);
        Tensor y = graph.apply(
                new ContextGate(1),
                graph.activate(Activation.RELU, fine),
                coarse,
                graph.parameter("gate.weight", Shape.of(4, 4), new Initializer.Normal(0.5), Role.WEIGHT, true),
                graph.parameter("gate.bias", Shape.of(4), new Initializer.Constant(0), Role.BIAS, true));
        Tensor cells = graph.apply(new Operation.MapToCells(4), y);
        Tensor loss = graph.apply(
                lossOperation, cells, graph.input("targets", cells.shape()), graph.input("weights", Shape.of(2, 64)));
        return new NetworkDefinition.Declared(Map.of("y", y), Map.of("loss", loss));
    }

    private static PlanNetwork network() {
        return network(new Operation.SmoothL1Loss(1));
    }

    private static PlanNetwork network(Operation loss) {
        CostGraph cost = new CostGraph();
        gated(cost, loss);
        return new PlanExecutor("test", () -> List.of(new Nd4jKernels()))
                .compile(graph -> gated(graph, loss), Purpose.TRAINING, Weights.initial(cost.parameters(), 3));
    }

    private static Map<String, float[]> batch() {
        SplittableRandom random = new SplittableRandom(5);
        float[] images = new float[(int) IMAGES.size()];
        float[] targets = new float[2 * 64 * 4];
        float[] weights = new float[2 * 64];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i] = Math.max(0, images[i % images.length]) * (i % 4);
        }
        Arrays.fill(weights, 1f / weights.length);
        return Map.of("images", images, "targets", targets, "weights", weights);
    }

    private static List<Double> train(int steps) {
        List<Double> losses = new ArrayList<>();
        try (PlanNetwork network = network()) {
            for (int step = 0; step < steps; step++) {
                losses.add(network.backward(batch()).get("loss"));
                float[] values = network.buffers().values().toArray();
                float[] gradients = network.buffers().gradients().toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] -= 0.5f * gradients[i];
                }
                network.buffers().values().write(values);
                network.parametersChanged();
            }
        }
        return losses;
    }

    @Test
    void itLearns() {
        List<Double> losses = train(60);

        assertThat(losses.get(59)).isLessThan(0.8 * losses.get(0));
    }

    /** The same loss by an operation of the library, a thousandth of it: no distance is above 1000. */
    @Test
    void gradientsBeginAtALossFromOutside() {
        try (PlanNetwork outside = network(new SquaredError());
                PlanNetwork inside = network(new Operation.SmoothL1Loss(1000))) {
            double loss = outside.backward(batch()).get("loss");
            double thousandth = inside.backward(batch()).get("loss");

            assertThat(loss).isCloseTo(1000 * thousandth, withinPercentage(0.01)); // float32 in another order
            float[] expected = inside.buffers().gradients().toArray();
            float[] actual = outside.buffers().gradients().toArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).isCloseTo(1000 * expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void twoTrainingsHaveTheSameBits() {
        assertThat(train(5)).isEqualTo(train(5));
    }

    @Test
    void thePlanSaysWhoComputesIt() {
        try (PlanNetwork network = network()) {
            List<PlanDescription.Row> rows =
                    network.plan().describe(List.of("y")).everyRun();

            assertThat(rows).extracting(PlanDescription.Row::label).contains("context_gate");
            assertThat(rows).extracting(PlanDescription.Row::kernel).contains("samediff");
        }
    }
}
