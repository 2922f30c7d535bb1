package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenFile;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;

/**
 * A neck and its extra levels as a network of their own: the stages are inputs {@code C3, C4, ...}, the levels outputs
 * {@code P3, P4, ...}.
 *
 * @param config of the neck
 * @param extraLevels above it
 * @param stages that come in
 * @param height rows of the finest stage; every coarser one has half of them, rounded up
 * @param width columns of the finest stage
 */
public record NeckNetwork(NeckConfig config, ExtraLevelsConfig extraLevels, PyramidSpec stages, int height, int width) {
    /** Without extra levels. */
    public NeckNetwork(NeckConfig config, PyramidSpec stages, int height, int width) {
        this(config, new ExtraLevels.None(), stages, height, width);
    }

    /** Stages of ResNet-50 from a level up to C5. */
    public static PyramidSpec resNet50(int finest) {
        return stages(
                finest,
                IntStream.rangeClosed(finest, 5).map(level -> 64 << level).toArray());
    }

    /** Stages with these channels, finest first. */
    public static PyramidSpec stages(int finest, int... channels) {
        List<LevelSpec> levels = IntStream.range(0, channels.length)
                .mapToObj(i -> new LevelSpec(finest + i, channels[i]))
                .toList();
        return new PyramidSpec("C", levels);
    }

    /** Shape of a stage. */
    public Shape stage(int batch, int level) {
        int scale = 1 << (level - stages.finest().level());
        int rows = (height + scale - 1) / scale; // halves rounded up again and again are the whole rounded up
        int columns = (width + scale - 1) / scale;
        return Shape.of(batch, stages.level(level).channels(), rows, columns);
    }

    public NeckBlock neck() {
        return config.create(stages);
    }

    /** Declares stages, neck and extra levels. */
    public Pyramid build(Graph graph, int batch) {
        NeckBlock neck = neck();
        List<Tensor> inputs = stages.levels().stream()
                .map(level -> graph.input(stages.name(level.level()), stage(batch, level.level())))
                .toList();
        Pyramid features = new Pyramid(stages, inputs);
        Pyramid levels = neck.build(graph, features);
        return extraLevels.create(stages, neck.outputs()).build(graph.scope("extra_levels"), features, levels);
    }

    /** What a graph that only counts says. */
    public CostGraph cost() {
        CostGraph graph = new CostGraph();
        build(graph, 1);
        return graph;
    }

    public List<Parameter> parameters() {
        return cost().parameters();
    }

    /** Normal values for every stage. */
    public Map<String, float[]> inputs(int batch, long seed) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        for (LevelSpec level : stages.levels()) {
            inputs.put(
                    stages.name(level.level()),
                    normal(seed + level.level(), stage(batch, level.level()).size()));
        }
        return inputs;
    }

    /** Compiled for inference. */
    public Network inference(int batch, Weights weights) {
        return new SameDiffExecutor()
                .compile(
                        graph -> new NetworkDefinition.Declared(
                                build(graph, batch).named(), Map.of()),
                        Purpose.INFERENCE,
                        weights);
    }

    /** Compiled for training; the loss is the mean absolute difference between all levels and the input {@code target}. */
    public Network training(int batch, Weights weights) {
        return new SameDiffExecutor()
                .compile(
                        graph -> {
                            Pyramid pyramid = build(graph, batch);
                            return new NetworkDefinition.Declared(
                                    pyramid.named(), Map.of("loss", loss(graph, pyramid)));
                        },
                        Purpose.TRAINING,
                        weights);
    }

    /** All outputs for these inputs. */
    public Map<String, float[]> run(int batch, Weights weights, Map<String, float[]> inputs) {
        try (Network network = inference(batch, weights)) {
            return network.forward(inputs, network.outputs().keySet());
        }
    }

    /** Checks the outputs for a batch of two against a golden file, {@code fpn/plain.json}. */
    public void assertMatches(String golden) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        for (LevelSpec level : stages.levels()) {
            String name = stages.name(level.level());
            inputs.put(name, GoldenValues.input(name, stage(2, level.level())));
        }
        try (Network network = inference(2, GoldenValues.weights(parameters()))) {
            Map<String, float[]> outputs =
                    network.forward(inputs, network.outputs().keySet());
            GoldenFile file = GoldenFile.read(golden);
            assertThat(outputs.keySet()).containsExactlyElementsOf(file.names());
            file.assertMatches(network.outputs(), outputs);
        }
    }

    /** Values for the inputs that the loss adds: {@code target} and {@code weights}. */
    public static Map<String, float[]> targets(Network network, long seed) {
        Map<String, float[]> targets = new LinkedHashMap<>();
        long cells = network.inputs().get("weights").size();
        float[] weights = new float[(int) cells];
        Arrays.fill(weights, 1f / cells);
        targets.put("target", normal(seed, network.inputs().get("target").size()));
        targets.put("weights", weights);
        return targets;
    }

    private static Tensor loss(Graph graph, Pyramid pyramid) {
        int channels = pyramid.spec().finest().channels();
        Tensor cells = graph.apply(
                new Operation.Concat(1),
                pyramid.tensors().stream()
                        .map(level -> graph.apply(new Operation.MapToCells(channels), level))
                        .toList());
        Tensor target = graph.input("target", cells.shape());
        Tensor weights = graph.input(
                "weights", Shape.of(cells.shape().dim(0), cells.shape().dim(1)));
        return graph.apply(new Operation.SmoothL1Loss(1), cells, target, weights);
    }

    /** Normal values for a seed. */
    public static float[] normal(long seed, long length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
