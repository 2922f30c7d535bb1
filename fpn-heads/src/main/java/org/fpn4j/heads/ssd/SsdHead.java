package org.fpn4j.heads.ssd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Two predictors on each level, which share nothing and need no level as wide as another. Parameters in {@code cls_logits.P3} and
 * {@code box_deltas.P3}.
 */
final class SsdHead implements DetectionHead {
    /** The output of class logits {@code [N, L, K + 1]} of the anchors, with the background first. */
    static final String LOGITS = "anchor_logits";

    /** The output {@code [N, D, 6]} of {@link org.fpn4j.core.region.AnchorDetections}. */
    static final String DETECTIONS = "detections";

    private final SsdConfig config;
    private final PyramidSpec pyramid;

    SsdHead(SsdConfig config, PyramidSpec pyramid) {
        config.defaultBoxes().check(pyramid);
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid levels, HeadInputs inputs, HeadUse use) {
        Tensor logits = cells(graph, "cls_logits", levels, config.numClasses() + 1); // [N, L, K + 1]
        Tensor deltas = cells(graph, "box_deltas", levels, 4); // [N, L, 4]
        Map<String, Tensor> learned = new LinkedHashMap<>();
        learned.put(LOGITS, logits);
        learned.put(Decoding.BOX_DELTAS, deltas);
        if (!use.predicts()) {
            return new HeadOutputs(learned, learned);
        }
        float[] boxes = boxes(inputs);
        Tensor anchors = graph.constant("anchors", Shape.of(boxes.length / 4, 4), boxes::clone);
        Map<String, Tensor> predictions = new LinkedHashMap<>(learned);
        predictions.put(
                DETECTIONS,
                graph.apply(
                        config.postprocess()
                                .decision(config.numClasses(), config.boxCoder().operation(), inputs),
                        logits,
                        deltas,
                        anchors)); // [N, D, 6]
        return new HeadOutputs(predictions, learned);
    }

    private float[] boxes(HeadInputs inputs) {
        return config.defaultBoxes().boxes(inputs.levels(), inputs.imageHeight(), inputs.imageWidth());
    }

    private Tensor cells(Graph graph, String name, Pyramid levels, int values) {
        List<Tensor> cells = new ArrayList<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Graph level = graph.scope(name).scope(pyramid.names().get(i));
            Tensor map = config.predictor()
                    .declare(
                            level,
                            pyramid.levels().get(i).channels(),
                            config.defaultBoxes().perCell(i) * values)
                    .apply(level, levels.tensors().get(i));
            cells.add(level.apply(new Operation.MapToCells(values), map));
        }
        return graph.scope(name).apply(new Operation.Concat(1), cells);
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new SsdGeometry(config, inputs, boxes(inputs));
    }
}
