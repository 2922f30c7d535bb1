package org.fpn4j.heads.centernet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.region.Peaks;

/**
 * Three branches over the finest level: heat maps, where in its cell a centre lies, and width and height. Parameters {@code
 * cls_tower.i.*}, {@code cls_logits.*}, {@code offset_tower.i.*}, {@code offset.*}, {@code size_tower.i.*}, {@code size.*}.
 *
 * <p>What it predicts as class logits are those of peaks; it learns from all of them.
 */
final class FinestHead implements DetectionHead {
    private final CenterNetConfig config;
    private final PyramidSpec pyramid;
    private final PyramidSpec finest;

    FinestHead(CenterNetConfig config, PyramidSpec pyramid) {
        this.finest = pyramid.range(pyramid.finest().level(), pyramid.finest().level());
        config.tower().check("centernet", finest);
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid levels, HeadInputs inputs, HeadUse use) {
        Branches branches = new Branches(config, finest);
        Tensor map = levels.tensors().get(0); // [N, C, H, W]
        Graph level = graph.scope(pyramid.names().get(0));
        Tensor heat = branches.heatMaps(graph).get(0).apply(level, map); // [N, K, H, W]
        Tensor offset =
                branches.declare(graph, "offset_tower", "offset", 2, 0).get(0).apply(level, map);
        Tensor size = branches.declare(graph, "size_tower", "size", 2, 0).get(0).apply(level, map);
        Tensor boxes =
                graph.apply(new Operation.Concat(2), cells(level, offset, 2), cells(level, size, 2)); // [N, L, 4]

        Map<String, Tensor> learned = new LinkedHashMap<>();
        learned.put(Decoding.CLASS_LOGITS, cells(level, heat, config.numClasses())); // [N, L, K]
        learned.put(Decoding.BOX_DELTAS, boxes);
        if (!use.predicts()) {
            return new HeadOutputs(learned, learned);
        }
        Map<String, Tensor> predictions = new LinkedHashMap<>();
        predictions.put(
                Decoding.CLASS_LOGITS,
                cells(level.scope("peaks"), level.apply(new Peaks(), heat), config.numClasses()));
        predictions.put(Decoding.BOX_DELTAS, boxes);
        return new HeadOutputs(predictions, learned);
    }

    private static Tensor cells(Graph graph, Tensor map, int values) {
        return graph.apply(new Operation.MapToCells(values), map);
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new FinestGeometry(config, pyramid, inputs);
    }
}
