package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fpn4j.evaluation.metric.Metrics;

/** The report of one training run as one HTML file. */
public final class TrainingReportPage {
    /** A name and its value. */
    record Line(String name, String value) {}

    /** A class and its scores. */
    record ClassLine(String name, List<String> scores) {}

    private TrainingReportPage() {}

    /** The whole page. */
    public static String render(TrainingReport report) {
        Map<String, Object> model = new TreeMap<>();
        model.put("title", report.name());
        model.put("kind", "Training run");
        String decisive = Metrics.DECISIVE.name();
        model.put("decisive", decisive);
        model.put("score", Numbers.score(report.metrics().getOrDefault(decisive, -1.0)));
        model.put("metrics", lines(report.metrics()));
        model.put("hasMetrics", !report.metrics().isEmpty());
        List<String> classMetrics = report.classMetrics();
        model.put("classMetrics", classMetrics.stream().map(MetricName::of).toList());
        model.put(
                "classes",
                report.perClass().entrySet().stream()
                        .map(entry -> new ClassLine(
                                entry.getKey(),
                                classMetrics.stream()
                                        .map(metric ->
                                                Numbers.score(entry.getValue().getOrDefault(metric, -1.0)))
                                        .toList()))
                        .toList());
        model.put("hasClasses", !report.perClass().isEmpty());
        model.put("params", Numbers.grouped(report.params()));
        model.put("gmacs", Numbers.fixed(report.macs() / 1e9, 3));
        model.put("time", Numbers.duration(report.trainSeconds()));
        Page.putClosing(model, report.examples(), report.heatMaps(), report.notes());
        model.put("config", report.configYaml());
        model.put("origins", report.origins());
        model.put("command", report.command());
        model.put("machine", report.machine());
        model.put("data", report.dataSummary());
        model.put("startedAt", report.startedAt());
        return Page.render("training", charts(report), model);
    }

    private static List<Line> lines(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), Numbers.score(entry.getValue())))
                .toList();
    }

    private static List<Chart> charts(TrainingReport report) {
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("loss", "Training loss", "loss", report.losses()));
        charts.add(chart("metrics", "Scores on the validation set", "score", measured(report.metricCurves())));
        charts.add(chart("rate", "Learning rate", "learning rate", Map.of("learning rate", report.learningRate())));
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    private static Chart chart(String id, String title, String yTitle, Map<String, List<CurvePoint>> curves) {
        List<Chart.Series> series = new ArrayList<>();
        curves.forEach((name, curve) -> series.add(Chart.curve(name, series.size(), curve)));
        return new Chart(id, title, "", "step", yTitle, List.of(), List.of(), series);
    }

    /** Without the points at -1, where there was nothing to measure. */
    private static Map<String, List<CurvePoint>> measured(Map<String, List<CurvePoint>> curves) {
        Map<String, List<CurvePoint>> measured = new LinkedHashMap<>();
        curves.forEach((name, curve) -> measured.put(
                name, curve.stream().filter(point -> point.value() >= 0).toList()));
        return measured;
    }
}
