package org.fpn4j.heads.centernet;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Towers with a predictor each, which some levels share. */
record Branches(CenterNetConfig config, PyramidSpec levels) {
    /** The heat maps of all classes, which begin at the prior. */
    List<Layer> heatMaps(Graph graph) {
        return declare(
                graph,
                "cls_tower",
                "cls_logits",
                config.numClasses(),
                -Math.log((1 - config.prior()) / config.prior()));
    }

    /** A tower and what it predicts, one layer for each level. */
    List<Layer> declare(Graph graph, String tower, String predictor, int values, double bias) {
        List<Layer> towers = config.tower().declare(graph.scope(tower), levels);
        Layer last = Conv2d.of(config.tower().width(levels), values, config.predictorKernel())
                .weights(new Initializer.Normal(0.01))
                .biasValue(bias)
                .declare(graph.scope(predictor));
        List<Layer> branches = new ArrayList<>();
        towers.forEach(one -> branches.add(one.then(last)));
        return branches;
    }
}
