package org.fpn4j.experiments.explanation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * A head that sees zeros in the place of one level.
 *
 * @param level 0 for the finest
 */
record BlankedHead(DetectionHead head, int level) implements DetectionHead {
    BlankedHead {
        requireNonNull(head, "head is null");
    }

    @Override
    public int numClasses() {
        return head.numClasses();
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid pyramid, HeadInputs inputs, HeadUse use) {
        List<Tensor> maps = new ArrayList<>(pyramid.tensors());
        maps.set(level, graph.apply(new Operation.Multiply(0), maps.get(level)));
        return head.build(graph, new Pyramid(pyramid.spec(), maps), inputs, use);
    }

    @Override
    public Map<String, Integer> regions() {
        return head.regions();
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return head.at(inputs);
    }
}
