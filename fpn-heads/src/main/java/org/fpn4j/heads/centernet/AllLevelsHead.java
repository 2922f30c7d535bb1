package org.fpn4j.heads.centernet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Activation;
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

/**
 * Two branches that all levels share: heat maps, and the distances {@code l, t, r, b} to a box's sides in strides, rectified,
 * with a learned factor for each level. Parameters {@code cls_tower.i.*}, {@code cls_logits.*}, {@code box_tower.i.*}, {@code
 * box_deltas.*} and {@code scale.P3}.
 */
final class AllLevelsHead implements DenseHead {
    private static final double FIRST_DISTANCE = 8; // in strides, so that no box begins behind the rectifier

    private final CenterNetConfig config;
    private final PyramidSpec pyramid;

    AllLevelsHead(CenterNetConfig config, PyramidSpec pyramid) {
        config.tower().check("centernet", pyramid);
        config.all().check(pyramid);
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Tensor> build(Graph graph, Pyramid levels) {
        Branches branches = new Branches(config, pyramid);
        List<Layer> heatMaps = branches.heatMaps(graph);
        List<Layer> distances = branches.declare(graph, "box_tower", "box_deltas", 4, FIRST_DISTANCE);
        List<Tensor> logits = new ArrayList<>();
        List<Tensor> boxes = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Tensor x = levels.tensors().get(i); // [N, C, H_l, W_l]
            String name = pyramid.names().get(i);
            Graph level = graph.scope(name);
            Tensor factor =
                    graph.scope("scale").parameter(name, Shape.of(1), new Initializer.Constant(1), Role.SCALE, true);
            Tensor scaled = level.apply(
                    new Operation.ScaleByParameter(), distances.get(i).apply(level, x), factor);
            Tensor rectified = level.activate(Activation.RELU, scaled); // [N, 4, H_l, W_l]
            logits.add(level.apply(
                    new Operation.MapToCells(config.numClasses()),
                    heatMaps.get(i).apply(level, x)));
            boxes.add(level.apply(new Operation.MapToCells(4), rectified));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(Decoding.CLASS_LOGITS, graph.apply(new Operation.Concat(1), logits)); // [N, L, K]
        outputs.put(Decoding.BOX_DELTAS, graph.apply(new Operation.Concat(1), boxes)); // [N, L, 4]
        return outputs;
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new AllLevelsGeometry(config, pyramid, inputs);
    }
}
