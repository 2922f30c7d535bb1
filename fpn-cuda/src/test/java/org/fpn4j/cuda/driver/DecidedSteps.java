package org.fpn4j.cuda.driver;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.outside.DescendingValues;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.cuda.CudaKernels;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** Training steps of a network that decides between its convolutions which regions of their maps go on. */
final class DecidedSteps {
    private static final int STEPS = 4;
    private static final int CHANNELS = 8;
    private static final int REGIONS = 5;
    private static final RegionLevels ONE_LEVEL = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);

    private DecidedSteps() {}

    private static Declared define(Graph graph) {
        Tensor map = convolve(graph, "before", graph.input("x", Shape.of(2, CHANNELS, 6, 6)));
        Tensor cells = graph.apply(new Operation.MapToCells(4), map);
        Tensor regions = graph.apply(new Operation.Multiply(8), graph.apply(new DescendingValues(REGIONS), cells));
        Tensor pooled = graph.apply(new Operation.RoiAlign(List.of(4), ONE_LEVEL, 3, 2, true), map, regions);
        Tensor rows = graph.apply(new Operation.MapsToRows(REGIONS), convolve(graph, "behind", pooled));
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0.5),
                rows,
                graph.input("targets", rows.shape()),
                graph.input("weights", Shape.of(2, REGIONS)));
        return new Declared(Map.of("rows", rows), Map.of("loss", loss));
    }

    private static Tensor convolve(Graph graph, String name, Tensor x) {
        return Conv2d.of(CHANNELS, CHANNELS, 3)
                .depthwise()
                .declare(graph.scope(name))
                .apply(graph, x);
    }

    /** Says the losses of a card's steps and those of the host's; on standard error when steps begin and end. */
    static void run(DeviceMemory memory) {
        System.out.println(losses(new CudaKernels(memory, ElementType.FLOAT32), new Nd4jKernels()));
        System.out.println(losses(new Nd4jKernels()));
    }

    private static String losses(KernelProvider... providers) {
        NetworkDefinition definition = DecidedSteps::define;
        CostGraph graph = new CostGraph();
        definition.define(graph);
        StringBuilder losses = new StringBuilder();
        try (PlanNetwork network = new PlanExecutor("tested", () -> List.of(providers))
                .compile(definition, Purpose.TRAINING, Weights.initial(graph.parameters(), 1))) {
            for (int step = 1; step <= STEPS; step++) {
                Map<String, float[]> inputs = inputs(network.inputs(), step);
                System.err.println("step " + step + " of " + providers[0].name());
                losses.append(network.backward(inputs).get("loss")).append(" ");
            }
            System.err.println("end of " + providers[0].name());
        }
        return losses.toString();
    }

    private static Map<String, float[]> inputs(Map<String, Shape> shapes, int step) {
        SplittableRandom random = new SplittableRandom(step);
        Map<String, float[]> inputs = new TreeMap<>();
        new TreeMap<>(shapes).forEach((name, shape) -> {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble();
            }
            inputs.put(name, values);
        });
        return inputs;
    }
}
