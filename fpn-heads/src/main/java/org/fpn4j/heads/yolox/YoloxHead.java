package org.fpn4j.heads.yolox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.ObjectTable;

/** YOLOX's head; what its cells learn is decided in the graph, by what they predict. */
final class YoloxHead implements DetectionHead {
    /** The input {@code [N, M, 5]} of objects: corners and class. */
    static final String OBJECTS = "objects";

    /** What is learned from: {@code [N, L, 14]} of {@link YoloxTargets}. */
    static final String ASSIGNED = "assigned";

    /** What is learned from: predicted corners {@code [N, L, 4]}. */
    static final String BOXES = "boxes";

    private final YoloxConfig config;
    private final PyramidSpec pyramid;

    YoloxHead(YoloxConfig config, PyramidSpec pyramid) {
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid levels, HeadInputs inputs, HeadUse use) {
        Map<String, Tensor> predictions = new YoloxLayers(config).apply(graph, levels);
        Map<String, Tensor> learned = new LinkedHashMap<>(predictions);
        if (use.learns()) {
            learned.putAll(assigned(graph, predictions, YoloxCells.of(pyramid, inputs)));
        }
        return new HeadOutputs(predictions, learned);
    }

    /** What losses are made of beside the predictions: {@link #BOXES} and {@link #ASSIGNED}. */
    Map<String, Tensor> assigned(Graph graph, Map<String, Tensor> predictions, YoloxCells cells) {
        Tensor raw = predictions.get(Decoding.BOX_DELTAS);
        int batch = raw.shape().dim(0);
        Tensor anchors = graph.constant("anchors", Shape.of(cells.count(), 4), cells::anchors);
        Tensor boxes = graph.apply(YoloxCells.CODER, raw, anchors); // [N, L, 4]
        Tensor assigned = graph.apply(
                new YoloxTargets(cells, config.assignment()),
                List.of(
                        boxes,
                        predictions.get(Decoding.CLASS_LOGITS),
                        predictions.get(YoloxLayers.OBJECTNESS),
                        graph.input(OBJECTS, Shape.of(batch, config.maxObjects(), ObjectTable.COLUMNS)),
                        graph.input(Losses.SHARES, Shape.of(batch)))); // [N, L, 14]
        return Map.of(BOXES, boxes, ASSIGNED, assigned);
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new YoloxGeometry(config, YoloxCells.of(pyramid, inputs), inputs);
    }
}
