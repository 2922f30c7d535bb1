package org.fpn4j.heads.rpn;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** A region proposal network in a graph. Parameters {@code tower.i.*}, {@code objectness.*} and {@code deltas.*}. */
public final class RpnLayers {
    private final PyramidSpec pyramid;
    private final List<Layer> tower;
    private final Layer objectness;
    private final Layer deltas;

    /** Declares the parameters in {@code scope}. */
    public RpnLayers(RpnConfig config, Graph scope, PyramidSpec pyramid) {
        this.pyramid = pyramid;
        int width = config.tower().width(pyramid);
        int perCell = config.anchors().perCell();
        this.tower = config.tower().declare(scope.scope("tower"), pyramid);
        this.objectness = predictor(width, perCell).declare(scope.scope("objectness"));
        this.deltas = predictor(width, 4 * perCell).declare(scope.scope("deltas"));
    }

    private static Conv2d predictor(int in, int out) {
        return Conv2d.of(in, out, 1).weights(new Initializer.Normal(0.01));
    }

    /**
     * What it says of every anchor.
     *
     * @param objectness logits {@code [N, L, 1]}
     * @param deltas {@code [N, L, 4]}
     */
    public record Predicted(Tensor objectness, Tensor deltas) {}

    /** Applies it to every level. */
    public Predicted apply(Graph graph, Pyramid levels) {
        List<Tensor> logits = new ArrayList<>();
        List<Tensor> boxes = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Graph level = graph.scope(pyramid.names().get(i));
            Tensor x = tower.get(i).apply(level, levels.tensors().get(i)); // [N, C, H_l, W_l]
            logits.add(level.apply(new Operation.MapToCells(1), objectness.apply(level, x))); // [N, H_l W_l A, 1]
            boxes.add(level.apply(new Operation.MapToCells(4), deltas.apply(level, x))); // [N, H_l W_l A, 4]
        }
        return new Predicted(graph.apply(new Operation.Concat(1), logits), graph.apply(new Operation.Concat(1), boxes));
    }
}
