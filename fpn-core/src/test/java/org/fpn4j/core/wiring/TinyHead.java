package org.fpn4j.core.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.Normalizer;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** The least that a head can be: one convolution that all levels share, one logit per class and cell, no boxes. */
record TinyHead(int numClasses, PyramidSpec pyramid) implements DenseHead {
    record Config(int numClasses) implements HeadConfig {
        @Override
        public TinyHead create(PyramidSpec pyramid) {
            return new TinyHead(numClasses, pyramid);
        }
    }

    @Override
    public Map<String, Tensor> build(Graph graph, Pyramid levels) {
        Layer predictor = Conv2d.of(pyramid.finest().channels(), numClasses, 1).declare(graph.scope("logits"));
        List<Tensor> cells = new ArrayList<>();
        for (LevelSpec level : pyramid.levels()) {
            Tensor logits = predictor.apply(graph, levels.level(level.level()));
            cells.add(graph.apply(new Operation.MapToCells(numClasses), logits));
        }
        return Map.of("cls_logits", graph.apply(new Operation.Concat(1), cells));
    }

    @Override
    public Geometry at(HeadInputs inputs) {
        int cells = inputs.levels().stream()
                .mapToInt(level -> level.height() * level.width())
                .sum();
        return new Geometry(numClasses, cells);
    }

    /** Every cell is a negative. */
    record Geometry(int numClasses, int cells) implements HeadGeometry {
        @Override
        public Losses losses() {
            Loss loss = new Loss(
                    "cls",
                    new Operation.BinaryCrossEntropy(),
                    Loss.Prediction.output("cls_logits"),
                    Shape.of(cells, numClasses),
                    Shape.of(cells),
                    1);
            return new Losses(List.of(loss), Unchanged.WEIGHTS);
        }

        @Override
        public ImageTargets assign(Scene scene) {
            float[] weights = new float[cells];
            Arrays.fill(weights, 1f / cells);
            return new ImageTargets(
                    Map.of("cls", new ImageTargets.Row(new float[cells * numClasses], weights)),
                    scene.objects().size());
        }

        @Override
        public Assignment assignment(Scene scene) {
            int[] objects = new int[cells];
            Arrays.fill(objects, -1);
            return new Assignment(objects, new int[] {cells});
        }

        @Override
        public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
            return List.of();
        }
    }

    private enum Unchanged implements Normalizer {
        WEIGHTS;

        @Override
        public HeadState next(HeadState state, List<ImageTargets> step) {
            return state;
        }

        @Override
        public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
            double[] factors = new double[run.size()];
            Arrays.fill(factors, 1);
            return factors;
        }
    }
}
