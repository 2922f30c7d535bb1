package org.fpn4j.core.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.Fusing;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Shape;

/**
 * Some scopes of a definition as stations and edges between them, found in what is declared: no neck is known by name.
 *
 * @param stations those from outside first, then in the order of the definition
 */
public record Topology(List<Station> stations) {
    public Topology {
        stations = List.copyOf(stations);
    }

    /** The nodes at which several ways meet. */
    public List<Station> joints() {
        return stations.stream().filter(Station::joins).toList();
    }

    /** Edges that end where several ways meet. */
    public int fusedEdges() {
        return joints().stream().mapToInt(station -> station.incoming().size()).sum();
    }

    /** Edges that begin outside. */
    public int laterals() {
        Set<String> outside = new HashSet<>();
        stations.stream()
                .filter(station -> station.incoming().isEmpty())
                .forEach(station -> outside.add(station.name()));
        return (int) stations.stream()
                .flatMap(station -> station.incoming().stream())
                .filter(edge -> outside.contains(edge.from()))
                .count();
    }

    /**
     * Finds it.
     *
     * @param nodes of the definition, in its order
     * @param scopes that it is made of; what leads to no output is no part of it
     * @param inputs places of the maps from outside, by name
     * @param outputs places of the maps that it gives, by name
     */
    public static Topology of(
            List<FlowNode> nodes, List<String> scopes, Map<String, Integer> inputs, Map<String, Integer> outputs) {
        return new Search(kept(nodes, scopes, outputs), scopes, inputs, outputs).found();
    }

    private static List<FlowNode> kept(List<FlowNode> nodes, List<String> scopes, Map<String, Integer> outputs) {
        Set<Integer> needed = new HashSet<>(outputs.values());
        List<FlowNode> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            FlowNode node = nodes.get(i);
            if (node.isInside(scopes) && needed.contains(node.place())) {
                node.sources().forEach(source -> needed.add(source.place()));
                kept.add(0, node);
            }
        }
        return kept;
    }

    /** Follows what flows, from the maps outside on. */
    private static final class Search {
        /** What ends in a tensor: the result of a station, or what is on its way from one. */
        private record Way(String station, List<FlowNode.Source> begun) {
            static Way result(String station) {
                return new Way(station, List.of());
            }
        }

        private final List<FlowNode> nodes;
        private final List<String> scopes;
        private final Map<Integer, Integer> readers = new HashMap<>();
        private final Map<Integer, Way> ways = new HashMap<>();
        private final Map<String, Station> stations = new LinkedHashMap<>();
        private final Set<String> open = new HashSet<>(); // stations whose result still flows on within them

        Search(List<FlowNode> nodes, List<String> scopes, Map<String, Integer> inputs, Map<String, Integer> outputs) {
            this.nodes = nodes;
            this.scopes = scopes;
            Map<Integer, Shape> shapes = new HashMap<>();
            for (FlowNode node : nodes) {
                for (FlowNode.Source source : node.sources()) {
                    readers.merge(source.place(), 1, Integer::sum);
                    shapes.put(source.place(), source.shape());
                }
            }
            outputs.values()
                    .forEach(place -> readers.merge(place, 2, Integer::sum)); // whatever comes after parts from it
            inputs.forEach((name, place) -> {
                if (shapes.containsKey(place)) {
                    stations.put(name, new Station(name, List.of(), shapes.get(place)));
                    ways.put(place, Way.result(name));
                }
            });
        }

        Topology found() {
            for (FlowNode node : nodes) {
                List<FlowNode.Source> known = node.sources().stream()
                        .filter(source -> ways.containsKey(source.place()))
                        .toList();
                if (known.size() > 1) {
                    join(node, known);
                } else if (known.size() == 1) {
                    follow(node, known.get(0));
                }
            }
            return new Topology(List.copyOf(stations.values()));
        }

        private void join(FlowNode node, List<FlowNode.Source> sources) {
            String parameter =
                    node.operation() instanceof Fusing && !node.parameters().isEmpty()
                            ? node.parameters().get(0)
                            : "";
            List<Station.Edge> edges = new ArrayList<>();
            for (FlowNode.Source source : sources) {
                edges.add(edge(source, parameter, edges.size()));
            }
            String name = named(node);
            stations.put(name, new Station(name, edges, node.output()));
            arrive(node, name);
        }

        private void follow(FlowNode node, FlowNode.Source source) {
            Way way = ways.get(source.place());
            if (way.begun().isEmpty() && open.remove(way.station())) {
                Station station = stations.get(way.station());
                stations.put(station.name(), new Station(station.name(), station.incoming(), node.output()));
                arrive(node, station.name());
            } else if (parts(node)) {
                String name = named(node);
                stations.put(name, new Station(name, List.of(edge(source, "", 0)), node.output()));
                arrive(node, name);
            } else {
                ways.put(node.place(), new Way(way.station(), way.begun().isEmpty() ? List.of(source) : way.begun()));
            }
        }

        private void arrive(FlowNode node, String station) {
            ways.put(node.place(), Way.result(station));
            if (!parts(node)) {
                open.add(station);
            }
        }

        /** Whether what follows is no longer part of the station. */
        private boolean parts(FlowNode node) {
            return readers.getOrDefault(node.place(), 0) > 1;
        }

        private Station.Edge edge(FlowNode.Source source, String parameter, int index) {
            Way way = ways.get(source.place());
            open.remove(way.station());
            return new Station.Edge(
                    way.station(), way.begun().isEmpty() ? source : way.begun().get(0), parameter, index);
        }

        /** Where its parameters are declared, else its scope where it is the only such node there, else its own name. */
        private String named(FlowNode node) {
            String name = node.parameters().isEmpty()
                    ? node.scope()
                    : NodeNames.parent(node.parameters().get(0));
            boolean alone = nodes.stream()
                            .filter(other -> other.scope().equals(node.scope()) && other.joins() == node.joins())
                            .count()
                    == 1;
            boolean own = !node.parameters().isEmpty() || (alone && !scopes.contains(name));
            return own && !stations.containsKey(name) ? name : node.name();
        }
    }

    /** A station's name without its first scope, as people read it. */
    public static String brief(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(dot + 1);
    }
}
