package org.fpn4j.core.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * A neck on stages of a square image, each of which is an input of its own, as what flows where.
 *
 * @param topology of it
 * @param nodes of its definition
 * @param inputs places of the stages, by name
 * @param outputs places of the levels, by name
 */
public record NeckFlow(
        Topology topology, List<FlowNode> nodes, Map<String, Integer> inputs, Map<String, Integer> outputs) {
    /** Reads a neck on stages {@code C<finest>} to {@code C<coarsest>} of an image of 256 pixels. */
    public static NeckFlow of(NeckConfig config, int finest, int coarsest) {
        PyramidSpec stages = PyramidSpec.uniform("C", finest, coarsest, 24);
        NeckBlock neck = config.create(stages);
        FlowGraph graph = new FlowGraph();
        List<Tensor> maps = stages.levels().stream()
                .map(level -> graph.input("C" + level.level(), Shape.of(1, 24, side(level), side(level))))
                .toList();
        Pyramid features = new Pyramid(stages, maps);
        Map<String, Integer> inputs = places(features);
        Map<String, Integer> outputs = places(neck.build(graph.scope("neck"), features));
        Topology topology = Topology.of(graph.nodes(), List.of("neck"), inputs, outputs);
        return new NeckFlow(topology, graph.nodes(), inputs, outputs);
    }

    private static int side(LevelSpec level) {
        return 256 >> level.level();
    }

    private static Map<String, Integer> places(Pyramid pyramid) {
        Map<String, Integer> places = new LinkedHashMap<>();
        pyramid.named().forEach((name, map) -> places.put(name, FlowGraph.place(map)));
        return places;
    }

    /** All ways between a stage and a level. */
    public PathLengths paths(String from, String to) {
        return PathLengths.from(inputs.get(from), nodes).get(outputs.get(to));
    }

    /** Each station with where its edges begin, {@code sum <- C3, C4}. */
    public List<String> lines() {
        return topology.stations().stream()
                .filter(station -> !station.incoming().isEmpty())
                .map(station -> Topology.brief(station.name()) + " <- "
                        + String.join(
                                ", ",
                                station.incoming().stream()
                                        .map(edge -> Topology.brief(edge.from()))
                                        .toList()))
                .toList();
    }
}
