package org.fpn4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One operation of a network, eight times in a row on maps of 256 channels at the size of P3 for 512 pixels, with the
 * provider's own layouts in between. {@code NONE} is what stands around it, to be taken off: a 1x1 convolution from one
 * channel, a 1x1 convolution to one, and an L1 loss.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final int TIMES = 8;
    private static final int CHANNELS = 256;

    /** What is measured. */
    public enum Kind {
        NONE,
        CONVOLUTION_1X1,
        CONVOLUTION_3X3,
        DEPTHWISE,
        RELU,
        SWISH,
        SUM,
        BATCH_NORM,
        GROUP_NORM,
        MAX_POOL,
        RESIZE,
        WEIGHTED_FUSION
    }

    @Param({
        "NONE",
        "CONVOLUTION_1X1",
        "CONVOLUTION_3X3",
        "DEPTHWISE",
        "RELU",
        "SWISH",
        "SUM",
        "BATCH_NORM",
        "GROUP_NORM",
        "MAX_POOL",
        "RESIZE",
        "WEIGHTED_FUSION"
    })
    public Kind kind;

    /** Whose kernels. */
    @Param({"onednn", "nd4j"})
    public String kernels;

    /** Height and width of the maps. */
    @Param("64")
    public int size;

    private PlanNetwork forward;
    private PlanNetwork training;
    private final Map<String, float[]> images = new LinkedHashMap<>();
    private final Map<String, float[]> inputs = new LinkedHashMap<>();

    /** Compiles the network for both directions and runs each once. */
    @Setup(Level.Trial)
    public void compile() {
        NetworkDefinition definition = this::define;
        CostGraph cost = new CostGraph();
        define(cost);
        Weights weights = Weights.initial(cost.parameters(), 0);
        PlanExecutor executor =
                PlanExecutor.of(kernels, Precision.FLOAT32, Runtime.getRuntime().availableProcessors());
        forward = executor.compile(definition, Purpose.INFERENCE, weights);
        training = executor.compile(definition, Purpose.TRAINING, weights);
        SampleRandom random = SampleRandom.of(0, "kernel benchmark");
        training.inputs().forEach((name, shape) -> {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.uniform(-1, 1);
            }
            inputs.put(name, values);
        });
        images.put("x", inputs.get("x"));
        forward();
        gradients();
    }

    private Declared define(Graph graph) {
        Tensor x = graph.input("x", Shape.of(1, 1, size, size));
        Tensor map = Conv2d.of(1, CHANNELS, 1).declare(graph.scope("first")).apply(graph, x);
        Tensor start = map;
        for (int i = 0; i < TIMES; i++) {
            map = apply(graph.scope("kernel" + i), start, map);
        }
        Tensor y = Conv2d.of(CHANNELS, 1, 1).declare(graph.scope("last")).apply(graph, map);
        Tensor cells = graph.apply(new Operation.MapToCells(1), y);
        int count = cells.shape().dim(1);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0),
                cells,
                graph.input("targets", cells.shape()),
                graph.input("weights", Shape.of(1, count)));
        return new Declared(Map.of("y", y), Map.of("loss", loss));
    }

    private Tensor apply(Graph scope, Tensor start, Tensor map) {
        return switch (kind) {
            case NONE -> map;
            case CONVOLUTION_1X1 -> Conv2d.of(CHANNELS, CHANNELS, 1)
                    .declare(scope)
                    .apply(scope, map);
            case CONVOLUTION_3X3 -> Conv2d.of(CHANNELS, CHANNELS, 3)
                    .declare(scope)
                    .apply(scope, map);
            case DEPTHWISE -> Conv2d.of(CHANNELS, CHANNELS, 3)
                    .depthwise()
                    .declare(scope)
                    .apply(scope, map);
            case RELU -> scope.activate(Activation.RELU, map);
            case SWISH -> scope.activate(Activation.SWISH, map);
            case SUM -> scope.add(map, start, map);
            case BATCH_NORM -> new Norms.Batch().declare(scope, CHANNELS).apply(scope, map);
            case GROUP_NORM -> new Norms.Group().declare(scope, CHANNELS).apply(scope, map);
            case MAX_POOL -> scope.apply(new Operation.MaxPool(3, 1, Padding.of(1)), map);
            case RESIZE -> scope.resizeNearest(scope.apply(new Operation.MaxPool(1, 2, Padding.NONE), map), size, size);
            case WEIGHTED_FUSION -> scope.apply(
                    new Operation.WeightedFusion(Operation.WeightedFusion.Mode.FAST, 1e-4),
                    map,
                    start,
                    scope.parameter("fusion", Shape.of(2), new Initializer.Constant(1), Role.FUSION, true));
        };
    }

    @Benchmark
    public Map<String, float[]> forward() {
        return forward.forward(images, List.of("y"));
    }

    @Benchmark
    public Map<String, Double> gradients() {
        return training.backward(inputs);
    }

    /** Labels of the steps that run, for a test. */
    List<String> steps() {
        return training.plan().describeGradients().everyRun().stream()
                .map(row -> row.provider() + " " + row.label())
                .toList();
    }

    /** Frees the networks. */
    @TearDown(Level.Trial)
    public void close() {
        forward.close();
        training.close();
    }
}
