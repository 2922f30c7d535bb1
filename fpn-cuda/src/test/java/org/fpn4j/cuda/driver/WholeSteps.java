package org.fpn4j.cuda.driver;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.cuda.CudaKernels;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.training.optimization.GradientNorm;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.RunningMean;
import org.fpn4j.training.optimization.Sgd;

/** Training steps of a network all of whose kernels are a card's, with the next inputs brought meanwhile, and without. */
final class WholeSteps {
    private static final int STEPS = 5;
    private static final int CHANNELS = 8;
    private static final int SIDE = 6;

    private WholeSteps() {}

    private static Declared define(Graph graph) {
        Tensor x = graph.input("x", Shape.of(2, CHANNELS, SIDE, SIDE));
        Tensor map = graph.activate(
                Activation.RELU,
                Conv2d.of(CHANNELS, CHANNELS, 3)
                        .depthwise()
                        .declare(graph.scope("conv"))
                        .apply(graph, x));
        Tensor cells = graph.apply(new Operation.MapToCells(CHANNELS), map);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0.5),
                cells,
                graph.input("targets", cells.shape()),
                graph.input("weights", Shape.of(2, cells.shape().dim(1))));
        return new Declared(Map.of("map", map), Map.of("loss", loss));
    }

    /** Says the losses of all steps, twice, and on standard error when the last of them begins and ends. */
    static void run(DeviceMemory memory) {
        System.out.println(losses(memory, false));
        System.out.println(losses(memory, true));
    }

    private static String losses(DeviceMemory memory, boolean isFed) {
        NetworkDefinition definition = WholeSteps::define;
        CostGraph graph = new CostGraph();
        definition.define(graph);
        StringBuilder losses = new StringBuilder();
        try (PlanNetwork network = new PlanExecutor(
                                "tested",
                                () -> List.of(new CudaKernels(memory, ElementType.FLOAT32), new Nd4jKernels()))
                        .compile(definition, Purpose.TRAINING, Weights.initial(graph.parameters(), 1));
                Optimizer optimizer = new Sgd.Config().create(network.buffers());
                RunningMean mean = new RunningMean(network.buffers(), 0.9)) {
            if (!network.plan().describeGradients().everyRun().stream()
                    .allMatch(row -> row.provider().equals("cuda"))) {
                throw new IllegalStateException(
                        "not all on the card: " + network.plan().describeGradients());
            }
            ParameterBuffers buffers = network.buffers();
            Map<String, float[]> inputs = inputs(network.inputs(), 1);
            for (int step = 1; step <= STEPS; step++) {
                Map<String, float[]> next = inputs(network.inputs(), step + 1);
                System.err.println("step " + step);
                if (isFed) {
                    network.prefetch(() -> next);
                }
                losses.append(network.backward(inputs).get("loss"));
                losses.append(" ").append(GradientNorm.of(buffers.gradients())).append(" ");
                optimizer.step(0.1);
                mean.update(optimizer.steps());
                inputs = next;
            }
            System.err.println("end");
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
