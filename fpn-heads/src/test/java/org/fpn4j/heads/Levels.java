package org.fpn4j.heads;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Pyramids as a backbone with "same" padding makes them: a level has {@code ceil(size / stride)} cells. */
public final class Levels {
    private Levels() {}

    public static HeadInputs inputs(PyramidSpec spec, int n, int height, int width) {
        List<Shape> shapes = new ArrayList<>();
        for (LevelSpec level : spec.levels()) {
            int stride = level.stride();
            shapes.add(Shape.of(n, level.channels(), (height + stride - 1) / stride, (width + stride - 1) / stride));
        }
        return new HeadInputs(height, width, shapes);
    }

    /** Levels as inputs {@code level_P3 ...} of a graph. */
    public static Pyramid pyramid(Graph graph, PyramidSpec spec, HeadInputs inputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < spec.levels().size(); i++) {
            tensors.add(
                    graph.input("level_" + spec.names().get(i), inputs.levels().get(i)));
        }
        return new Pyramid(spec, tensors);
    }

    /** The cost of a head on P3-P7 of an 800 x 800 image. */
    public static CostGraph cost(HeadConfig config, int channels) {
        PyramidSpec spec = PyramidSpec.uniform("P", 3, 7, channels);
        CostGraph graph = new CostGraph();
        HeadInputs inputs = inputs(spec, 1, 800, 800);
        config.create(spec).build(graph.scope("head"), pyramid(graph, spec, inputs), inputs, HeadUse.PREDICTION);
        return graph;
    }
}
