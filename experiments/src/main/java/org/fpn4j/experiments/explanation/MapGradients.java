package org.fpn4j.experiments.explanation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;

/**
 * How a cell of a map depends on the image: the gradient of {@code sum_k r_k map[k, cell]} by every value of the input, with
 * signs {@code r_k} drawn anew for each image. It is exact: the sum is the L1 loss of the cell's channels with targets beyond
 * all values, whose slope is the sign, and the image's gradient is that of zeros that are added to it. Norms take their stored
 * statistics, as in prediction. Not thread-safe.
 */
final class MapGradients implements AutoCloseable {
    private static final String PROBE = "probe";
    private static final String SIGNS = "probe_signs"; // [N, L, C]: targets
    private static final String CELL = "probe_cell"; // [N, L]: weights
    private static final float BEYOND = 1e30f; // the targets' magnitude; sums of 1e8 of them are still finite

    private static final ProbedGraph.Probing STORED_STATISTICS = new ProbedGraph.Probing() {
        @Override
        public Operation operation(Operation operation) {
            return operation instanceof Operation.BatchNorm norm
                    ? new Operation.BatchNorm(norm.epsilon(), norm.momentum(), false)
                    : operation;
        }
    };

    /** Declares what leads from images to a map. */
    @FunctionalInterface
    interface MapDefinition {
        Tensor map(Graph graph, Tensor images);
    }

    private final ProbedNetwork network;
    private final Shape images;
    private final Shape map;
    private final float[] signs;
    private final float[] cell;

    /**
     * Compiles it.
     *
     * @param images {@code [N, C, H, W]}
     * @param map shape of what the definition gives
     */
    MapGradients(Executor executor, MapDefinition definition, Shape images, Shape map, Weights weights) {
        this.images = images;
        this.map = map;
        this.network = new ProbedNetwork(executor, network(definition, images, map), weights);
        this.signs = new float[Math.toIntExact(map.size())];
        this.cell = new float[map.batch() * map.height() * map.width()];
    }

    private static NetworkDefinition network(MapDefinition definition, Shape images, Shape map) {
        int cells = map.height() * map.width();
        return graph -> {
            ProbedGraph probed = new ProbedGraph(graph, STORED_STATISTICS);
            Tensor pixels = probed.probed(graph.input(Detector.IMAGES, images), PROBE);
            Tensor values =
                    graph.apply(new Operation.MapToCells(map.channels()), List.of(definition.map(probed, pixels)));
            Tensor signs = graph.input(SIGNS, Shape.of(map.batch(), cells, map.channels()));
            Tensor cell = graph.input(CELL, Shape.of(map.batch(), cells));
            Tensor loss = graph.apply(new Operation.SmoothL1Loss(0), values, signs, cell);
            return new NetworkDefinition.Declared(Map.of(), Map.of(PROBE, loss));
        };
    }

    /** Replaces the weights. */
    void load(Weights weights) {
        Map<String, Weights.NamedTensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(PROBE, new Weights.NamedTensor(images, new float[Math.toIntExact(images.size())]));
        network.network().load(new Weights(tensors));
    }

    /**
     * The gradients of a batch, {@code [N, C, H, W]}.
     *
     * @param pixels of the batch
     * @param row of the cell
     * @param column of the cell
     * @param random draws the signs
     */
    float[] of(float[] pixels, int row, int column, SplittableRandom random) {
        int channels = map.channels();
        int place = row * map.width() + column;
        int cells = map.height() * map.width();
        for (int image = 0; image < map.batch(); image++) {
            cell[image * cells + place] = 1;
            for (int channel = 0; channel < channels; channel++) {
                signs[(image * cells + place) * channels + channel] = random.nextBoolean() ? BEYOND : -BEYOND;
            }
        }
        float[] gradients = network.backward(Map.of(Detector.IMAGES, pixels, SIGNS, signs, CELL, cell))
                .get(PROBE);
        for (int image = 0; image < map.batch(); image++) {
            cell[image * cells + place] = 0;
        }
        return gradients;
    }

    @Override
    public void close() {
        network.close();
    }
}
