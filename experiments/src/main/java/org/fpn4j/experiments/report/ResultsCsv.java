package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.evaluation.metric.Metric;

/**
 * The runs of an ablation as comma-separated values (RFC 4180, lines end with a line feed): one row for each run with
 * every digit, -1 where there is nothing to measure, and nothing where a run has no score.
 */
public final class ResultsCsv {
    private ResultsCsv() {}

    /**
     * The file's text: the axes, {@code seed, status}, the headline metrics, any further ones, each metric of classes of each
     * class ({@code AP of nodule}), {@code params, macs, train_seconds, run_dir}.
     */
    public static String render(AblationReport report) {
        Set<String> metrics = new LinkedHashSet<>();
        report.columns().forEach(metric -> metrics.add(metric.name()));
        report.cells().forEach(cell -> metrics.addAll(cell.metrics().keySet()));
        List<String> header = new ArrayList<>(report.axes());
        boolean folds = report.cells().stream().anyMatch(cell -> cell.fold().isPresent());
        header.addAll(folds ? List.of("seed", "fold", "status") : List.of("seed", "status"));
        header.addAll(metrics);
        List<String> classes = report.classes();
        List<Metric> ofClasses = report.metrics().ofClasses();
        ofClasses.forEach(metric -> classes.forEach(name -> header.add(metric.name() + " of " + name)));
        header.addAll(List.of("params", "macs", "train_seconds", "run_dir"));
        List<List<String>> lines = new ArrayList<>(List.of(header));
        for (CellRow cell : report.cells()) {
            List<String> row = new ArrayList<>();
            report.axes().forEach(axis -> row.add(cell.axisValues().getOrDefault(axis, "")));
            row.add(Long.toString(cell.seed()));
            cell.fold().ifPresent(fold -> row.add(Integer.toString(fold)));
            row.add(cell.status());
            for (String metric : metrics) {
                row.add(number(cell.metrics().getOrDefault(metric, Double.NaN)));
            }
            ofClasses.forEach(metric -> classes.forEach(name -> row.add(
                    number(cell.perClass().getOrDefault(name, Map.of()).getOrDefault(metric.name(), Double.NaN)))));
            row.addAll(cost(report, cell));
            row.add(number(cell.trainSeconds()));
            row.add(cell.runDir());
            lines.add(row);
        }
        return Csv.render(lines);
    }

    private static List<String> cost(AblationReport report, CellRow cell) {
        return report.variants().stream()
                .filter(variant -> variant.axisValues().equals(cell.axisValues()))
                .findFirst()
                .map(variant -> List.of(Long.toString(variant.params()), Long.toString(variant.macs())))
                .orElse(List.of("", ""));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
