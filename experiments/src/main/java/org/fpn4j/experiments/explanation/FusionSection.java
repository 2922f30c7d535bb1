package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.experiments.report.CurvePoint;
import org.fpn4j.experiments.report.ExplanationReport.Curves;
import org.fpn4j.experiments.report.ExplanationReport.Section;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.LevelsReport;

/** Shares of the maps that are added by learned weights, and what became of them. */
record FusionSection(List<RunFindings> runs, PathTable paths) {
    private static final double LEAST_SUM = 0.99;

    /** A map that is added, of all runs together. */
    private record Edge(String node, int index, String name, Spread first, Spread last, Spread drift, int dead) {}

    private List<FusionHistory> histories() {
        return runs.stream().map(RunFindings::fusion).toList();
    }

    private List<Edge> edges() {
        Map<String, List<String>> names = EdgeNames.weighed(paths.topology());
        List<Edge> edges = new ArrayList<>();
        histories().get(0).moments().get(0).shares().forEach((node, shares) -> {
            for (int index = 0; index < shares.length; index++) {
                edges.add(edge(node, index, name(names, node, index)));
            }
        });
        return edges;
    }

    private static String name(Map<String, List<String>> names, String node, int index) {
        List<String> known = names.getOrDefault(node, List.of());
        return index < known.size() ? known.get(index) : NodeNames.parent(node) + " ← input " + (index + 1);
    }

    private Edge edge(String node, int index, String name) {
        return new Edge(
                node,
                index,
                name,
                Spread.of(histories().stream().mapToDouble(each -> each.last(node, index) - each.drift(node, index))),
                Spread.of(histories().stream().mapToDouble(each -> each.last(node, index))),
                Spread.of(histories().stream().mapToDouble(each -> each.drift(node, index))),
                (int) histories().stream()
                        .filter(each -> each.isDead(node, index))
                        .count());
    }

    Section section() {
        List<Edge> edges = edges();
        return new Section(
                "fusion",
                "Fusion weights over training",
                words(edges),
                Optional.empty(),
                edges.isEmpty() ? List.of() : List.of(new TitledTable("Share of each map that is added", table(edges))),
                curves(edges),
                List.of(),
                edges.isEmpty()
                        ? ""
                        : "Shares are what each map is multiplied by. dead: 0 at the last " + FusionHistory.EVALUATIONS
                                + " evaluations, in so many runs; no gradient comes back to the weight of such an edge.");
    }

    private List<String> words(List<Edge> edges) {
        List<String> words = new ArrayList<>(sentences());
        if (!edges.isEmpty() && histories().stream().anyMatch(each -> !each.isLogged())) {
            words.add(
                    "The log of a run holds no shares, as logs of older versions do; so the first and the last are read of"
                            + " its weights, and nothing can be called dead.");
        } else if (!edges.isEmpty()
                && histories().stream().anyMatch(each -> each.moments().size() <= FusionHistory.EVALUATIONS)) {
            words.add("A run has fewer than " + FusionHistory.EVALUATIONS
                    + " evaluations, so nothing of it can be called dead.");
        }
        return words;
    }

    /** What matters. */
    List<String> sentences() {
        List<Edge> edges = edges();
        if (edges.isEmpty()) {
            return List.of("No maps are added by learned weights.");
        }
        List<String> sentences = new ArrayList<>();
        List<String> dead = edges.stream()
                .filter(edge -> edge.dead() > 0)
                .map(edge ->
                        edge.name() + (runs.size() == 1 ? "" : " (" + edge.dead() + " of " + runs.size() + " runs)"))
                .toList();
        sentences.add(
                dead.isEmpty()
                        ? "No edge of " + edges.size() + " is dead."
                        : dead.size() + " of " + edges.size() + " edges are dead: " + String.join(", ", dead) + ".");
        List<String> low = lowSums();
        if (!low.isEmpty()) {
            sentences.add("Shares add up to less than " + LEAST_SUM + " at " + String.join(", ", low) + ".");
        }
        Edge far = edges.stream()
                .max(Comparator.comparingDouble(edge -> Math.abs(edge.drift().mean())))
                .orElseThrow();
        sentences.add(String.format(
                Locale.ROOT,
                "The share that went furthest is that of %s: from %.3f to %s.",
                far.name(),
                far.first().mean(),
                far.last().text(3)));
        return sentences;
    }

    /** Nodes, with the smallest sum of any run. */
    private List<String> lowSums() {
        List<String> low = new ArrayList<>();
        for (String node : histories().get(0).moments().get(0).shares().keySet()) {
            double least = histories().stream()
                    .mapToDouble(each -> each.sum(node))
                    .min()
                    .orElseThrow();
            if (least < LEAST_SUM) {
                low.add(NodeNames.parent(node) + String.format(Locale.ROOT, " (%.3f)", least));
            }
        }
        return low;
    }

    private LevelsReport.Table table(List<Edge> edges) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("edge", "before", "after", "drift", "dead"));
        edges.forEach(edge -> rows.add(List.of(
                edge.name(),
                String.format(Locale.ROOT, "%.3f", edge.first().mean()),
                edge.last().text(3),
                edge.drift().signed(3),
                edge.dead() == 0 ? "" : edge.dead() + " of " + runs.size())));
        return new LevelsReport.Table(rows, List.of(false, true, true, true, true));
    }

    /** A chart for each scope that nodes stand in, of the first run. */
    private List<Curves> curves(List<Edge> edges) {
        Map<String, Map<String, List<CurvePoint>>> cells = new LinkedHashMap<>();
        for (Edge edge : edges) {
            cells.computeIfAbsent(NodeNames.parent(NodeNames.parent(edge.node())), cell -> new LinkedHashMap<>())
                    .put(
                            edge.name(),
                            histories().get(0).moments().stream()
                                    .map(moment -> new CurvePoint(
                                            moment.step(), moment.shares().get(edge.node())[edge.index()]))
                                    .toList());
        }
        List<Curves> curves = new ArrayList<>();
        String note = runs.size() == 1
                ? "The table has the first and the last values."
                : "Seed " + runs.get(0).seed() + "; the table has means over the runs.";
        cells.forEach((cell, lines) -> curves.add(new Curves("Shares in " + cell, note, "share", range(lines), lines)));
        return curves;
    }

    /** Twentieths around all values, so that small changes show. */
    private static List<Double> range(Map<String, List<CurvePoint>> lines) {
        DoubleSummaryStatistics values = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(CurvePoint::value)
                .summaryStatistics();
        return List.of(
                Math.max(0, Math.floor(20 * values.getMin() - 0.2) / 20), Math.ceil(20 * values.getMax() + 0.2) / 20);
    }

    Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("logged", histories().stream().allMatch(FusionHistory::isLogged));
        List<Map<String, Object>> edges = new ArrayList<>();
        for (Edge edge : edges()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("parameter", edge.node());
            one.put("input", edge.index());
            one.put("edge", edge.name());
            one.put("before", edge.first().mean());
            one.put("after", edge.last().mean());
            one.put("after_sd", edge.last().sdOrNull());
            one.put("drift", edge.drift().mean());
            one.put("drift_sd", edge.drift().sdOrNull());
            one.put("dead_runs", edge.dead());
            edges.add(one);
        }
        values.put("edges", edges);
        return values;
    }
}
