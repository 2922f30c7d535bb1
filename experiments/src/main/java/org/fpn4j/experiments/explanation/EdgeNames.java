package org.fpn4j.experiments.explanation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.topology.Station;
import org.fpn4j.core.topology.Topology;

/** Edges of a topology in words: {@code cell0.P4_td <- C5}. */
final class EdgeNames {
    private EdgeNames() {}

    static String of(Station station, Station.Edge edge) {
        return Topology.brief(station.name()) + " ← " + Topology.brief(edge.from());
    }

    /** By the name of each node's parameter, the edges that it weighs, in their order. */
    static Map<String, List<String>> weighed(Topology topology) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Station station : topology.joints()) {
            String parameter = station.incoming().get(0).parameter();
            if (!parameter.isEmpty()) {
                names.put(
                        parameter,
                        station.incoming().stream()
                                .map(edge -> of(station, edge))
                                .toList());
            }
        }
        return names;
    }
}
