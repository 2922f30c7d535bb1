package org.fpn4j.experiments.explanation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.topology.PathLengths;
import org.fpn4j.core.topology.Station;
import org.fpn4j.core.topology.Topology;
import org.fpn4j.experiments.report.ExplanationReport.Section;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.LevelsReport;

/** Ways through the neck, and what comes back along them when a batch is learned. */
record PathSection(List<RunFindings> runs, PathTable paths) {
    private static final BigInteger MANY = BigInteger.valueOf(1_000_000);

    /** An edge with its gradients. */
    private record Edge(String name, Spread before, Spread after) {}

    private List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (Station station : paths.topology().stations()) {
            for (Station.Edge edge : station.incoming()) {
                edges.add(new Edge(
                        EdgeNames.of(station, edge),
                        Spread.of(runs.stream()
                                .mapToDouble(run -> run.initialNorms().get(edge.begins()))),
                        Spread.of(runs.stream()
                                .mapToDouble(run -> run.trainedNorms().get(edge.begins())))));
            }
        }
        return edges;
    }

    Section section() {
        Topology topology = paths.topology();
        return new Section(
                "paths",
                "Ways through the neck",
                List.of(
                        "Neck and extra levels: " + topology.joints().size() + " nodes that join maps, "
                                + topology.fusedEdges() + " edges into them, " + topology.laterals()
                                + " edges that begin at stages of the backbone.",
                        "Gradients: the norm of the losses' gradient by the map that an edge begins with, through this edge"
                                + " alone, on the first batch of the training images, unaugmented."),
                Optional.empty(),
                List.of(
                        new TitledTable("Convolutions from stages to levels", ways()),
                        new TitledTable("Gradient norm along each edge", gradients())),
                List.of(),
                List.of(),
                "Columns without a word count ways through neck and extra levels alone, those of all also through later stages"
                        + " of the backbone. A depthwise convolution and the pointwise one after it are two. hops: changes of"
                        + " the map's size on the way with the fewest.");
    }

    private LevelsReport.Table ways() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("from, to", "ways", "shortest", "mean", "longest", "hops", "all: ways", "shortest", "longest"));
        for (PathTable.Pair pair : paths.pairs()) {
            List<String> row = new ArrayList<>(List.of(pair.stage() + " → " + pair.level()));
            row.addAll(pair.alone()
                    .map(ways -> List.of(
                            count(ways.count()),
                            Integer.toString(ways.shortest()),
                            String.format(Locale.ROOT, "%.1f", ways.mean()),
                            Integer.toString(ways.longest()),
                            Integer.toString(ways.scaleChanges())))
                    .orElse(List.of("–", "–", "–", "–", "–")));
            row.add(count(pair.all().count()));
            row.add(Integer.toString(pair.all().shortest()));
            row.add(Integer.toString(pair.all().longest()));
            rows.add(row);
        }
        return new LevelsReport.Table(rows, List.of(false, true, true, true, true, true, true, true, true));
    }

    private static String count(BigInteger count) {
        return count.compareTo(MANY) < 0 ? count.toString() : String.format(Locale.ROOT, "%.1e", count.doubleValue());
    }

    private LevelsReport.Table gradients() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("edge", "before", "after"));
        edges().forEach(edge -> rows.add(
                List.of(edge.name(), edge.before().digits(), edge.after().digits())));
        return new LevelsReport.Table(rows, List.of(false, true, true));
    }

    /** The finest stage that the neck reads, and the coarsest level that it reaches through it. */
    Optional<String> sentence() {
        List<PathTable.Pair> alone =
                paths.pairs().stream().filter(pair -> pair.alone().isPresent()).toList();
        return alone.stream()
                .filter(pair -> pair.stage().equals(alone.get(0).stage()))
                .reduce((one, other) -> other)
                .map(pair -> "From " + pair.stage() + " to " + pair.level()
                        + " the shortest way through the neck takes "
                        + pair.alone().orElseThrow().shortest()
                        + " convolutions; the longest of all, through the backbone where there is one, "
                        + pair.all().longest() + ".");
    }

    Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nodes", paths.topology().joints().size());
        values.put("edges", paths.topology().fusedEdges());
        values.put("laterals", paths.topology().laterals());
        List<Map<String, Object>> ways = new ArrayList<>();
        for (PathTable.Pair pair : paths.pairs()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("from", pair.stage());
            one.put("to", pair.level());
            one.put("neck", pair.alone().map(PathSection::json).orElse(null));
            one.put("all", json(pair.all()));
            ways.add(one);
        }
        values.put("ways", ways);
        List<Map<String, Object>> gradients = new ArrayList<>();
        for (Edge edge : edges()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("edge", edge.name());
            one.put("norm_before", edge.before().mean());
            one.put("norm_before_sd", edge.before().sdOrNull());
            one.put("norm_after", edge.after().mean());
            one.put("norm_after_sd", edge.after().sdOrNull());
            gradients.add(one);
        }
        values.put("gradients", gradients);
        return values;
    }

    private static Map<String, Object> json(PathLengths ways) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ways", ways.count());
        values.put("shortest", ways.shortest());
        values.put("mean", ways.mean());
        values.put("longest", ways.longest());
        values.put("hops", ways.scaleChanges());
        return values;
    }
}
