package org.fpn4j.engine.contract;

import static org.fpn4j.engine.contract.Samples.map;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.outside.DescendingValues;

/** Decisions between what is trained: those before them are not trained through them, those behind them are. */
final class DecisionSamples {
    private static final RegionLevels ONE_LEVEL = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);

    private DecisionSamples() {}

    static List<Sample> all() {
        return List.of(
                Sample.several("a decision on a trained map, and what is made of it", graph -> {
                    Tensor cells = cells(graph);
                    Tensor decided = graph.apply(new DescendingValues(3), cells);
                    Tensor scaled = graph.apply(new Operation.ScaleByParameter(), decided, factor(graph, "factor"));
                    return Map.of("cells", cells, "decided", decided, "scaled", scaled);
                }),
                Sample.several("regions that are decided", graph -> {
                    Tensor x = map(graph, "x");
                    Tensor cells = graph.apply(new Operation.MapToCells(4), x);
                    Tensor regions = graph.apply(
                            new Operation.Multiply(8), graph.apply(new DescendingValues(5), cells)); // pixels
                    Tensor pooled = graph.apply(new Operation.RoiAlign(List.of(4), ONE_LEVEL, 2, 2, true), x, regions);
                    Tensor rows = graph.apply(new Operation.MapsToRows(5), pooled);
                    return Map.of("rows", rows);
                }),
                Sample.several("a decision on a decision and on an input", graph -> {
                    Tensor cells = cells(graph);
                    Tensor first = graph.apply(new DescendingValues(4), cells);
                    Tensor second =
                            graph.apply(new DescendingValues(1), graph.apply(new Operation.Multiply(-1), first));
                    Tensor given = graph.apply(new DescendingValues(1), graph.input("given", Shape.of(2, 3, 4)));
                    Tensor sum = graph.add(second, given);
                    return Map.of(
                            "cells",
                            cells,
                            "sum",
                            graph.apply(new Operation.ScaleByParameter(), sum, factor(graph, "factor")));
                }));
    }

    private static Tensor cells(Graph graph) {
        return graph.apply(new Operation.MapToCells(4), map(graph, "x"));
    }

    private static Tensor factor(Graph graph, String name) {
        return graph.parameter(name, Shape.of(1), new Initializer.Constant(1), Role.SCALE, true);
    }
}
