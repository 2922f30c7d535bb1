package org.fpn4j.core.head;

import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * A head that predicts something for every cell (or anchor) of the pyramid, and learns by these predictions.
 *
 * <p>{@code L} is the number of cells (or anchors) over all levels, finest level first, within a level row-major over y,
 * x, then anchor.
 */
public interface DenseHead extends DetectionHead {
    /**
     * Declares the head in the graph's scope and applies it to every level.
     *
     * @return raw outputs by name: {@code cls_logits [N, L, K]}, {@code box_deltas [N, L, 4]} and what else the head
     *     predicts, such as {@code centerness [N, L, 1]}
     */
    Map<String, Tensor> build(Graph graph, Pyramid pyramid);

    @Override
    default HeadOutputs build(Graph graph, Pyramid pyramid, HeadInputs inputs, HeadUse use) {
        Map<String, Tensor> outputs = build(graph, pyramid);
        return new HeadOutputs(outputs, outputs);
    }
}
