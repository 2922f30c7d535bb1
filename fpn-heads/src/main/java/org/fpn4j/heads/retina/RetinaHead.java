package org.fpn4j.heads.retina;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.tower.PredictorConv;

/**
 * Two towers over every level: one ends in {@code A * K} class logits per cell, the other in {@code A * 4} deltas.
 * Parameters {@code cls_tower.i.*}, {@code cls_logits.*}, {@code box_tower.i.*}, {@code box_deltas.*}.
 */
final class RetinaHead implements DenseHead {
    private final RetinaConfig config;
    private final PyramidSpec pyramid;

    RetinaHead(RetinaConfig config, PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> config.tower().check("retina", pyramid))
                .also(() -> config.anchors().check(pyramid))
                .done();
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
        Layer classes = PredictorConv.ofClasses(width, perCell * config.numClasses(), config.prior())
                .declare(graph.scope("cls_logits"));
        List<Layer> boxTower = config.tower().declare(graph.scope("box_tower"), pyramid);
        Layer deltas = new PredictorConv(width, 4 * perCell, 0).declare(graph.scope("box_deltas"));

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
        outputs.put(Decoding.CLASS_LOGITS, graph.apply(new Operation.Concat(1), logits)); // [N, L, K]
        outputs.put(Decoding.BOX_DELTAS, graph.apply(new Operation.Concat(1), boxes)); // [N, L, 4]
        return outputs;
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new RetinaGeometry(config.predictions(), pyramid, inputs);
    }
}
