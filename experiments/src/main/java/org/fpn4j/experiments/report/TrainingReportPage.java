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
        model.put("score", Numbers.score(report.scores().metric(decisive)));
        model.put("metrics", lines(report.scores().metrics()));
        model.put("hasMetrics", !report.scores().metrics().isEmpty());
        List<String> classMetrics = report.scores().classMetrics();
        model.put("classMetrics", classMetrics.stream().map(MetricName::of).toList());
        model.put(
                "classes",
                report.scores().perClass().entrySet().stream()
                        .map(entry -> new ClassLine(
                                entry.getKey(),
                                classMetrics.stream()
                                        .map(metric ->
                                                Numbers.score(entry.getValue().getOrDefault(metric, -1.0)))
                                        .toList()))
                        .toList());
        model.put("hasClasses", !report.scores().perClass().isEmpty());
        model.put("params", Numbers.grouped(report.cost().params()));
        model.put("gmacs", Numbers.fixed(report.cost().macs() / 1e9, 3));
        model.put("time", Numbers.duration(report.cost().trainSeconds()));
        Page.putClosing(model, report.pictures(), report.notes(), report.circumstances());
        model.put("config", report.config().yaml());
        model.put("origins", report.config().origins());
        return Page.render("training", charts(report), model);
    }

    private static List<Line> lines(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), Numbers.score(entry.getValue())))
                .toList();
    }

    private static List<Chart> charts(TrainingReport report) {
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("loss", "Training loss", "loss", losses(report.curves())));
        charts.add(chart(
                "metrics",
                "Scores on the validation set",
                "score",
                measured(report.curves().metrics())));
        charts.add(chart(
                "rate",
                "Learning rate",
                "learning rate",
                Map.of("learning rate", report.curves().others().getOrDefault("lr", List.of()))));
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    /** The total, and its parts where there are several. */
    private static Map<String, List<CurvePoint>> losses(LearningCurves curves) {
        Map<String, List<CurvePoint>> losses = new LinkedHashMap<>();
        losses.put("total", curves.loss());
        if (curves.losses().size() > 1) {
            losses.putAll(curves.losses());
        }
        return losses;
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
