package org.fpn4j.heads.yolox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvUnits;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * The convolutions of YOLOX's head, of each level its own. Parameters have YOLOX's names, with the level's place from the
 * finest, 0: {@code stems.0.*}, {@code cls_convs.0.0.*}, {@code reg_convs.0.0.*}, {@code cls_preds.0.*}, {@code reg_preds.0.*},
 * {@code obj_preds.0.*}.
 */
final class YoloxLayers {
    /** The raw output of objectness logits {@code [N, L, 1]}. */
    static final String OBJECTNESS = "objectness";

    private final YoloxConfig config;
    private final ConvUnits units;

    YoloxLayers(YoloxConfig config) {
        this.config = config;
        this.units = new ConvUnits(config.norm(), config.activation(), config.depthwise());
    }

    /** The raw outputs by name. */
    Map<String, Tensor> apply(Graph graph, Pyramid levels) {
        List<Tensor> classes = new ArrayList<>();
        List<Tensor> boxes = new ArrayList<>();
        List<Tensor> objectness = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            String place = String.valueOf(i);
            Tensor level = levels.tensors().get(i); // [N, C_l, H_l, W_l]
            Graph stem = graph.scope("stems").scope(place);
            Tensor x = units.pointwise(stem, level.shape().channels(), config.channels())
                    .apply(stem, level);
            Tensor forClasses = branch(graph.scope("cls_convs").scope(place), x);
            Tensor forBoxes = branch(graph.scope("reg_convs").scope(place), x);
            classes.add(predict(graph.scope("cls_preds").scope(place), forClasses, config.numClasses(), bias()));
            boxes.add(predict(graph.scope("reg_preds").scope(place), forBoxes, 4, 0));
            objectness.add(predict(graph.scope("obj_preds").scope(place), forBoxes, 1, bias()));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(Decoding.CLASS_LOGITS, graph.apply(new Operation.Concat(1), classes)); // [N, L, K]
        outputs.put(Decoding.BOX_DELTAS, graph.apply(new Operation.Concat(1), boxes)); // [N, L, 4]
        outputs.put(OBJECTNESS, graph.apply(new Operation.Concat(1), objectness)); // [N, L, 1]
        return outputs;
    }

    /** With it every score starts at the prior. */
    private double bias() {
        return -Math.log((1 - config.prior()) / config.prior());
    }

    private Tensor branch(Graph scope, Tensor x) {
        Tensor features = x;
        for (int i = 0; i < config.convs(); i++) {
            Graph unit = scope.scope(String.valueOf(i));
            features = units.window(unit, config.channels(), config.channels(), 3, 1)
                    .apply(unit, features);
        }
        return features;
    }

    /** {@code [N, H_l W_l, values]}. */
    private Tensor predict(Graph scope, Tensor features, int values, double bias) {
        Layer predictor = Conv2d.of(config.channels(), values, 1)
                .weights(new Initializer.Uniform(1, Initializer.Fan.IN))
                .biasValue(bias)
                .declare(scope);
        return scope.apply(new Operation.MapToCells(values), predictor.apply(scope, features));
    }
}
