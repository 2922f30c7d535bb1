package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.topology.FlowGraph;
import org.fpn4j.core.topology.FlowNode;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.topology.PathLengths;
import org.fpn4j.core.topology.Topology;

/**
 * How far each level of a detector is from each stage.
 *
 * @param topology of neck and extra levels
 * @param fusion weights of the whole detector
 * @param pairs of a stage and a level that it reaches
 * @param levels names of the pyramid's levels, finest first
 */
record PathTable(Topology topology, FusionWeights fusion, List<Pair> pairs, List<String> levels) {
    private static final List<String> NECK = List.of("neck", "extra_levels");

    /**
     * The ways between two maps.
     *
     * @param alone those through the neck and the extra levels alone, where there are any
     * @param all those through later stages, too
     */
    record Pair(String stage, String level, Optional<PathLengths> alone, PathLengths all) {}

    PathTable {
        pairs = List.copyOf(pairs);
        levels = List.copyOf(levels);
    }

    /** Of a detector at an input size; loads no native library. */
    static PathTable of(Detector detector, int height, int width) {
        FlowGraph graph = new FlowGraph();
        Tensor images = graph.input(Detector.IMAGES, Shape.of(1, 3, height, width));
        Detector.Built built = detector.build(graph, images);
        Map<String, Integer> stages = places(built.features());
        Map<String, Integer> levels = places(built.pyramid());
        List<FlowNode> nodes = graph.nodes();
        List<FlowNode> neck = nodes.stream().filter(node -> node.isInside(NECK)).toList();
        List<Pair> pairs = new ArrayList<>();
        stages.forEach((stage, from) -> {
            Map<Integer, PathLengths> alone = PathLengths.from(from, neck);
            Map<Integer, PathLengths> all = PathLengths.from(from, nodes);
            levels.forEach((level, to) -> {
                if (all.containsKey(to)) {
                    pairs.add(new Pair(stage, level, Optional.ofNullable(alone.get(to)), all.get(to)));
                }
            });
        });
        return new PathTable(
                Topology.of(nodes, NECK, stages, levels),
                FusionWeights.of(nodes),
                pairs,
                built.pyramid().spec().names());
    }

    private static Map<String, Integer> places(Pyramid pyramid) {
        Map<String, Integer> places = new LinkedHashMap<>();
        pyramid.named().forEach((name, map) -> places.put(name, FlowGraph.place(map)));
        return places;
    }
}
