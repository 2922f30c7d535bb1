package org.fpn4j.core.topology;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.graph.Shape;

/**
 * A point of a topology at which ways part or join: a map that comes from outside, a node that joins several, or a map that
 * several read. What follows it until ways part is part of it.
 *
 * @param name a stage's, or that of the node or scope in the definition
 * @param incoming what it is made of; nothing where it comes from outside
 * @param shape of its result
 */
public record Station(String name, List<Edge> incoming, Shape shape) {
    /**
     * A way from one station to the next.
     *
     * @param from name of the station where it begins
     * @param begins what is read of that station, by which operation
     * @param parameter of the role {@code FUSION} that weighs the edges of its end; empty without
     * @param index of the edge among those of its end
     */
    public record Edge(String from, FlowNode.Source begins, String parameter, int index) {}

    public Station {
        requireNonNull(name, "name is null");
        incoming = List.copyOf(incoming);
    }

    /** Whether several ways meet here. */
    public boolean joins() {
        return incoming.size() > 1;
    }
}
