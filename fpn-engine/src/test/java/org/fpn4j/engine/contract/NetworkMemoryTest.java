package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.junit.jupiter.api.Test;

/** What networks take and give back. */
public abstract class NetworkMemoryTest {
    private static final int CHANNELS = 64;
    private static final long CRUMBS = 1_000_000; // descriptors of a few bytes each are left to Java's collector

    /** Fresh providers for one network, the tested one first; the last has a kernel for every step. */
    protected abstract List<KernelProvider> providers();

    /** Bytes of the memories that the providers use and that nobody gave back. */
    protected long taken() {
        return Pointer.totalBytes();
    }

    private PlanExecutor executor() {
        return new PlanExecutor("tested", this::providers);
    }

    /** A few convolutions on maps of a side: their values take megabytes, their parameters too. */
    private static NetworkDefinition network(int side) {
        return graph -> {
            Tensor x = graph.input("x", Shape.of(1, CHANNELS, side, side));
            for (int i = 0; i < 3; i++) {
                x = graph.activate(
                        Activation.RELU,
                        Conv2d.of(CHANNELS, CHANNELS, 3)
                                .declare(graph.scope("conv" + i))
                                .apply(graph, x));
            }
            Tensor cells = graph.apply(new Operation.MapToCells(CHANNELS), x);
            Tensor loss = graph.apply(
                    new Operation.SmoothL1Loss(0),
                    cells,
                    graph.input("targets", cells.shape()),
                    graph.input("weights", Shape.of(1, cells.shape().dim(1))));
            return new Declared(Map.of("map", x), Map.of("loss", loss));
        };
    }

    private static Weights weights(NetworkDefinition definition) {
        CostGraph graph = new CostGraph();
        definition.define(graph);
        return Weights.initial(graph.parameters(), 1);
    }

    private static void trainOnce(PlanExecutor executor, NetworkDefinition definition, int side) {
        float[] map = new float[CHANNELS * side * side];
        try (PlanNetwork network = executor.compile(definition, Purpose.TRAINING, weights(definition))) {
            network.backward(Map.of("x", map, "targets", map, "weights", new float[side * side]));
            network.run(Map.of("x", map), List.of("map"));
        }
    }

    @Test
    void closedNetworksGiveTheirMemoryBackAtOnce() {
        NetworkDefinition definition = network(48);
        trainOnce(executor(), definition, 48); // libraries keep something of the first
        long before = taken();

        for (int i = 0; i < 5; i++) {
            trainOnce(executor(), definition, 48);
        }

        assertThat(taken() - before).isLessThan(CRUMBS);
    }

    @Test
    void aNetworkThatCannotBeMadeLeavesNothing() {
        NetworkDefinition definition = network(8);
        trainOnce(executor(), definition, 8); // libraries keep something of the first
        long before = taken();

        for (int i = 0; i < 5; i++) { // a megabyte each
            assertThatThrownBy(() -> executor().compile(definition, Purpose.TRAINING, new Weights(Map.of())))
                    .hasMessage("tensor[conv0.weight] is missing");
        }

        assertThat(taken() - before).isLessThan(CRUMBS);
    }

    @Test
    void aPlanOfMoreThanAnyMachineHasTakesNoMemory() {
        long before = taken();
        try (NetworkPlan plan = executor().plan(network(40_000), Purpose.TRAINING)) {
            PlanDescription description = plan.describeGradients();

            assertThat(description.arenaBytes()).isGreaterThan(4L * CHANNELS * 40_000 * 40_000); // 409 GB a map
            assertThat(description.everyRun()).hasSizeGreaterThan(6);
            assertThat(taken() - before).isLessThan(CRUMBS);
        }
    }

    @Test
    void aPlanSaysWhatItsNetworkTakes() {
        NetworkDefinition definition = network(48);
        long before = taken();
        PlanExecutor executor = executor();
        NetworkPlan plan = executor.plan(definition, Purpose.TRAINING);
        PlanDescription description = plan.describeGradients();
        float[] map = new float[CHANNELS * 48 * 48];

        try (PlanNetwork network = plan.start(weights(definition))) {
            network.backward(Map.of("x", map, "targets", map, "weights", new float[48 * 48]));

            long said = plan.parameterBytes() + description.arenaBytes() + description.keptBytes();
            assertThat(taken() - before).isBetween(said - CRUMBS, said + CRUMBS);
        }
    }

    @Test
    void whatIsClosedCannotBeUsed() {
        NetworkDefinition definition = network(8);
        PlanNetwork network = executor().compile(definition, Purpose.TRAINING, weights(definition));
        ParameterBuffers buffers = network.buffers();

        network.close();

        assertThatThrownBy(() -> buffers.values().toArray()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(network::weights).isInstanceOf(IllegalStateException.class);
    }
}
