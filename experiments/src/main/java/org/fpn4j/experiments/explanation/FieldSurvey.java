package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.PixelWindow;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.transform.Sample;

/** The effective receptive field of every level of a detector, with the weights that its training began and ended with. */
final class FieldSurvey {
    private final Detector detector;
    private final Executor executor;
    private final List<Sample> samples;
    private final int batch;
    private final Shape images;

    /**
     * Prepares it.
     *
     * @param samples whole batches of them
     * @param images shape of a batch
     */
    FieldSurvey(Detector detector, Executor executor, List<Sample> samples, Shape images) {
        this.detector = detector;
        this.executor = executor;
        this.samples = List.copyOf(samples);
        this.batch = images.batch();
        this.images = images;
    }

    /** Measures, level by level. */
    List<LevelField> run(Weights initial, Weights trained) {
        CostGraph cost = new CostGraph();
        Pyramid pyramid =
                detector.build(cost, cost.input(Detector.IMAGES, images)).pyramid();
        List<LevelField> fields = new ArrayList<>();
        pyramid.named().forEach((name, map) -> fields.add(field(name, map, initial, trained)));
        return fields;
    }

    private LevelField field(String name, Tensor map, Weights initial, Weights trained) {
        int row = map.shape().height() / 2;
        int column = map.shape().width() / 2;
        PixelWindow window = CostGraph.window(map, row, column);
        int centerRow = (int) (row * CostGraph.stride(map)); // where windows of odd sizes are centred
        int centerColumn = (int) (column * CostGraph.stride(map));
        MapGradients.MapDefinition definition = (graph, pixels) ->
                detector.build(graph, pixels).pyramid().named().get(name);
        List<LevelField.Energy> energies = new ArrayList<>();
        try (MapGradients gradients = new MapGradients(executor, definition, images, map.shape(), initial)) {
            for (Weights weights : List.of(initial, trained)) {
                gradients.load(weights);
                energies.add(LevelField.Energy.of(
                        energy(gradients, row, column, name), images.width(), centerRow, centerColumn, window));
            }
        }
        return new LevelField(
                name, CostGraph.receptiveField(map), window, centerRow, centerColumn, energies.get(0), energies.get(1));
    }

    /** The same signs for both weights. */
    private double[] energy(MapGradients gradients, int row, int column, String name) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int pixels = images.height() * images.width();
        double[] energy = new double[pixels];
        for (int from = 0; from < samples.size(); from += batch) {
            float[] found =
                    gradients.of(EdgeGradients.pixels(samples.subList(from, from + batch)), row, column, random);
            for (int i = 0; i < found.length; i++) {
                energy[i % pixels] += (double) found[i] * found[i];
            }
        }
        return energy;
    }
}
