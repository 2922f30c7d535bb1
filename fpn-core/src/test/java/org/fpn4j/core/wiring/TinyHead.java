package org.fpn4j.core.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** The least that a head can be: one convolution that all levels share, one logit per class and cell, no boxes. */
record TinyHead(int numClasses, PyramidSpec pyramid) implements DetectionHead {
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

    @Override
    public Map<String, Tensor> losses(Graph graph, Map<String, Tensor> outputs, HeadGeometry geometry) {
        int batch = outputs.get("cls_logits").shape().batch();
        Map<String, Tensor> targets = new LinkedHashMap<>();
        geometry.targetShapes(batch).forEach((name, shape) -> targets.put(name, graph.input(name, shape)));
        Tensor loss = graph.apply(
                new Operation.BinaryCrossEntropy(),
                outputs.get("cls_logits"),
                targets.get("cls_target"),
                targets.get("cls_weight"));
        return Map.of("cls", loss);
    }

    /** Every cell is a negative. */
    record Geometry(int numClasses, int cells) implements HeadGeometry {
        @Override
        public ImageTargets assign(GroundTruth objects, List<Box> ignored) {
            float[] weights = new float[cells];
            Arrays.fill(weights, 1f / cells);
            return new ImageTargets(
                    Map.of("cls_target", new float[cells * numClasses], "cls_weight", weights), objects.size());
        }

        @Override
        public int[] cellsOf(GroundTruth objects) {
            return new int[objects.size()];
        }

        @Override
        public TargetBatch collate(List<ImageTargets> run, List<ImageTargets> step, NormalizerState state) {
            return new TargetBatch(run.get(0).values(), state);
        }

        @Override
        public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
            return List.of();
        }

        @Override
        public Map<String, Shape> targetShapes(int n) {
            return Map.of("cls_target", Shape.of(n, cells, numClasses), "cls_weight", Shape.of(n, cells));
        }
    }
}
