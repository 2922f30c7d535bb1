package org.fpn4j.heads.retina;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.tower.Predictor;

/**
 * Two towers over every level: one ends in {@code A * K} class logits per cell, the other in {@code A * 4} deltas.
 * Parameters {@code cls_tower.i.*}, {@code cls_logits.*}, {@code box_tower.i.*}, {@code box_deltas.*}.
 */
final class RetinaHead implements DetectionHead {
    private final RetinaConfig config;
    private final PyramidSpec pyramid;

    RetinaHead(RetinaConfig config, PyramidSpec pyramid) {
        config.tower().check("retina", pyramid);
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Tensor> build(Graph graph, Pyramid levels) {
        int width = config.tower().width(pyramid);
        int perCell = config.anchors().perCell();
        List<Layer> classTower = config.tower().declare(graph.scope("cls_tower"), pyramid);
        Layer classes = Predictor.ofClasses(width, perCell * config.numClasses(), config.prior())
                .declare(graph.scope("cls_logits"));
        List<Layer> boxTower = config.tower().declare(graph.scope("box_tower"), pyramid);
        Layer deltas = new Predictor(width, 4 * perCell, 0).declare(graph.scope("box_deltas"));

        List<Tensor> logits = new ArrayList<>();
        List<Tensor> boxes = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Tensor x = levels.tensors().get(i); // [N, C, H_l, W_l]
            Graph level = graph.scope(pyramid.names().get(i));
            logits.add(level.apply(
                    new Operation.MapToCells(config.numClasses()),
                    classTower.get(i).then(classes).apply(level, x))); // [N, H_l W_l A, K]
            boxes.add(level.apply(
                    new Operation.MapToCells(4), boxTower.get(i).then(deltas).apply(level, x))); // [N, H_l W_l A, 4]
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("cls_logits", graph.apply(new Operation.Concat(1), logits)); // [N, L, K]
        outputs.put("box_deltas", graph.apply(new Operation.Concat(1), boxes)); // [N, L, 4]
        return outputs;
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return geometry(inputs);
    }

    private RetinaGeometry geometry(HeadInputs inputs) {
        return new RetinaGeometry(config, config.anchors().grid(pyramid, inputs), inputs);
    }

    @Override
    public Map<String, Tensor> losses(Graph graph, Map<String, Tensor> outputs, HeadGeometry geometry) {
        Tensor logits = outputs.get("cls_logits");
        Tensor deltas = outputs.get("box_deltas");
        Map<String, Shape> shapes = geometry.targetShapes(logits.shape().dim(0));
        Map<String, Tensor> targets = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> targets.put(name, graph.input(name, shape)));

        Tensor classification = graph.apply(
                config.classificationLoss().operation(),
                logits,
                targets.get(TargetRows.LABELS),
                targets.get(TargetRows.LABEL_WEIGHTS));
        Tensor box = graph.apply(
                boxLoss(),
                boxPrediction(graph, deltas, (RetinaGeometry) geometry),
                targets.get(TargetRows.BOXES),
                targets.get(TargetRows.BOX_WEIGHTS));
        Map<String, Tensor> losses = new LinkedHashMap<>();
        losses.put("classification", classification);
        losses.put("box_regression", box);
        return losses;
    }

    private Operation boxLoss() {
        return switch (config.boxLoss().kind()) {
            case L1 -> new Operation.SmoothL1Loss(0);
            case SMOOTH_L1 -> new Operation.SmoothL1Loss(config.boxLoss().beta());
            case GIOU -> new Operation.IouLoss(Operation.IouLoss.Kind.GIOU);
        };
    }

    /** Deltas as they are, or the boxes that they make of the anchors, {@code [N, L, 4]} both. */
    private Tensor boxPrediction(Graph graph, Tensor deltas, RetinaGeometry geometry) {
        if (config.boxLoss().kind() != DeltaLossConfig.Kind.GIOU) {
            return deltas;
        }
        Tensor anchors = graph.constant("anchors", Shape.of(geometry.cells(), 4), geometry::anchors);
        return graph.apply(config.boxCoder().operation(), deltas, anchors);
    }
}
