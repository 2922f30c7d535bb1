package org.fpn4j.heads.efficientdet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.layer.SeparableConv2d;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.retina.RetinaGeometry;

/**
 * Two towers over every level, of separable convolutions that all levels share and norms that none share. Parameters {@code
 * cls_tower.i.depthwise.*}, {@code cls_tower.i.pointwise.*}, {@code cls_tower.i.norm.P3.*}, {@code cls_logits.*}, and the
 * same under {@code box_tower} and {@code box_deltas}.
 */
final class EfficientDetHead implements DenseHead {
    private final EfficientDetConfig config;
    private final PyramidSpec pyramid;
    private final int width;

    EfficientDetHead(EfficientDetConfig config, PyramidSpec pyramid) {
        this.config = config;
        this.pyramid = pyramid;
        this.width = pyramid.finest().channels();
        check();
        config.anchors().check(pyramid);
    }

    private void check() {
        FieldChecks checks = new FieldChecks();
        checks.require(
                pyramid.levels().stream().map(LevelSpec::channels).distinct().count() == 1,
                "type",
                "efficientdet",
                "needs levels of one width, got " + pyramid);
        if (config.norm() instanceof Norms.Group group) {
            checks.require(
                    width % group.groups() == 0,
                    "norm.groups",
                    group.groups(),
                    "must divide the levels' channels[" + width + "]");
        }
        checks.done();
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Tensor> build(Graph graph, Pyramid levels) {
        int perCell = config.anchors().perCell();
        double bias = -Math.log((1 - config.prior()) / config.prior());
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                Decoding.CLASS_LOGITS, // [N, L, K]
                rows(graph, levels, "cls_tower", "cls_logits", perCell, config.numClasses(), bias));
        outputs.put(
                Decoding.BOX_DELTAS, // [N, L, 4]
                rows(graph, levels, "box_tower", "box_deltas", perCell, 4, 0));
        return outputs;
    }

    /** A tower and its predictor on every level: {@code [N, L, values]}. */
    private Tensor rows(
            Graph graph, Pyramid levels, String tower, String predictor, int perCell, int values, double bias) {
        List<Layer> layers = tower(graph.scope(tower));
        Layer last = new SeparableConv2d(width, perCell * values, 3, true, Initializer.fpnUniform(), bias)
                .declare(graph.scope(predictor));
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Graph level = graph.scope(pyramid.names().get(i));
            Tensor map = layers.get(i).then(last).apply(level, levels.tensors().get(i)); // [N, A * values, H_l, W_l]
            rows.add(level.apply(new Operation.MapToCells(values), map)); // [N, H_l W_l A, values]
        }
        return graph.apply(new Operation.Concat(1), rows);
    }

    /** One layer per level, finest first. */
    private List<Layer> tower(Graph scope) {
        boolean bias = config.redundantBias() || config.norm().convolutionBias();
        List<List<Layer>> stacks = new ArrayList<>();
        pyramid.levels().forEach(level -> stacks.add(new ArrayList<>()));
        for (int i = 0; i < config.repeats(); i++) {
            Graph inner = scope.scope(String.valueOf(i));
            Layer convolution = new SeparableConv2d(width, width, 3, bias, Initializer.fpnUniform(), 0).declare(inner);
            for (int level = 0; level < stacks.size(); level++) {
                Graph own = inner.scope("norm").scope(pyramid.names().get(level));
                stacks.get(level).add(convolution.then(config.norm().declare(own, width)));
                stacks.get(level).add((graph, x) -> graph.activate(config.activation(), x));
            }
        }
        return stacks.stream().map(Layer::sequence).toList();
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new RetinaGeometry(config.predictions(), pyramid, inputs);
    }
}
