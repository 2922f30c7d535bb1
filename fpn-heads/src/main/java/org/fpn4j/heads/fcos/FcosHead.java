package org.fpn4j.heads.fcos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.tower.PredictorConv;

/**
 * Two towers over every level: one ends in {@code K} class logits per cell, the other in the distances {@code l, t, r,
 * b}; centre-ness hangs on either. Parameters {@code cls_tower.i.*}, {@code cls_logits.*}, {@code box_tower.i.*}, {@code
 * box_deltas.*}, {@code centerness.*} and, with a scale per level, {@code scale.P3}.
 *
 * <p>The output {@code box_deltas} holds distances after their activation, in strides or pixels as configured.
 */
final class FcosHead implements DenseHead {
    private final FcosConfig config;
    private final PyramidSpec pyramid;

    FcosHead(FcosConfig config, PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> config.tower().check("fcos", pyramid))
                .also(() -> config.assignment().check(pyramid))
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
        List<Layer> classTower = config.tower().declare(graph.scope("cls_tower"), pyramid);
        Layer classes = PredictorConv.ofClasses(width, config.numClasses(), config.prior())
                .declare(graph.scope("cls_logits"));
        List<Layer> boxTower = config.tower().declare(graph.scope("box_tower"), pyramid);
        Layer distances = new PredictorConv(width, 4, 0).declare(graph.scope("box_deltas"));
        Layer centerness = new PredictorConv(width, 1, 0).declare(graph.scope("centerness"));
        List<Layer> scales = scales(graph.scope("scale"));

        List<Tensor> logits = new ArrayList<>();
        List<Tensor> boxes = new ArrayList<>();
        List<Tensor> centers = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Tensor x = levels.tensors().get(i); // [N, C, H_l, W_l]
            Graph level = graph.scope(pyramid.names().get(i));
            Tensor forClasses = classTower.get(i).apply(level, x);
            Tensor forBoxes = boxTower.get(i).apply(level, x);
            Tensor forCenters = config.centernessOn() == CenternessBranch.BOX ? forBoxes : forClasses;
            Tensor raw = distances.then(scales.get(i)).apply(level, forBoxes);
            Tensor active = level.activate(config.boxActivation().activation(), raw); // [N, 4, H_l, W_l]
            logits.add(level.apply(
                    new Operation.MapToCells(config.numClasses()),
                    classes.apply(level, forClasses))); // [N, H_l W_l, K]
            boxes.add(level.apply(new Operation.MapToCells(4), active)); // [N, H_l W_l, 4]
            centers.add(
                    level.apply(new Operation.MapToCells(1), centerness.apply(level, forCenters))); // [N, H_l W_l, 1]
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(Decoding.CLASS_LOGITS, graph.apply(new Operation.Concat(1), logits)); // [N, L, K]
        outputs.put(Decoding.BOX_DELTAS, graph.apply(new Operation.Concat(1), boxes)); // [N, L, 4]
        outputs.put(Decoding.CENTERNESS, graph.apply(new Operation.Concat(1), centers)); // [N, L, 1]
        return outputs;
    }

    private List<Layer> scales(Graph scope) {
        List<Layer> scales = new ArrayList<>();
        for (String name : pyramid.names()) {
            if (config.perLevelScale()) {
                Tensor factor = scope.parameter(name, Shape.of(1), new Initializer.Constant(1), Role.SCALE, true);
                scales.add((graph, x) -> graph.apply(new Operation.ScaleByParameter(), x, factor));
            } else {
                scales.add(Layer.IDENTITY);
            }
        }
        return scales;
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new FcosGeometry(config, pyramid, inputs);
    }
}
