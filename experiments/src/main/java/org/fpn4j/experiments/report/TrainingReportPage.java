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
        ClassOrder order = order(report);
        List<ClassLine> classes = order.all().stream()
                .map(name -> new ClassLine(
                        name,
                        classMetrics.stream()
                                .map(metric -> Numbers.score(
                                        report.scores().perClass().get(name).getOrDefault(metric, -1.0)))
                                .toList()))
                .toList();
        model.put("classOrder", order.explanation(1));
        model.put("classes", classes.subList(0, order.shown()));
        model.put("hasOtherClasses", order.shown() < classes.size());
        model.put("otherClassCount", classes.size() - order.shown());
        model.put("otherClasses", classes.subList(order.shown(), classes.size()));
        model.put("hasClasses", !report.scores().perClass().isEmpty());
        model.put("params", Numbers.grouped(report.cost().params()));
        model.put("gmacs", Numbers.fixed(report.cost().macs() / 1e9, 3));
        model.put("time", Numbers.duration(report.cost().trainSeconds()));
        Findings findings = report.inspected().findings();
        List<String> labels =
                findings.variants().stream().map(VariantFindings::label).toList();
        new FindingsSection(findings, order, labels).put(model);
        RegionsSection.put(model, report.inspected().regions(), order);
        DataSection.put(model, report.inspected().data());
        Page.putClosing(model, report.inspected().pictures(), report.notes(), report.circumstances());
        model.put("config", report.config().yaml());
        model.put("origins", report.config().origins());
        return Page.render("training", charts(report), model);
    }

    private static List<Line> lines(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), Numbers.score(entry.getValue())))
                .toList();
    }

    /** The classes that are found worst first, where there are many. */
    private static ClassOrder order(TrainingReport report) {
        List<String> classes = List.copyOf(report.scores().perClass().keySet());
        return ClassOrder.of(classes, 1, (place, variant) -> report.scores()
                .perClass()
                .get(classes.get(place))
                .getOrDefault(Metrics.DECISIVE.name(), -1.0));
    }

    private static List<Chart> charts(TrainingReport report) {
        LearningCurves curves = report.curves();
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("loss", "Loss", "loss", losses(curves)));
        charts.add(chart("metrics", "Scores on the validation set", "score", measured(curves.metrics())));
        for (Map.Entry<String, Map<String, List<CurvePoint>>> other :
                others(curves).entrySet()) {
            charts.add(chart(
                    "log-" + charts.size(),
                    LogName.title(other.getKey()),
                    LogName.of(other.getKey()),
                    other.getValue()));
        }
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    /** The total, and its parts where there are several, and totals on images that nothing was learned from. */
    private static Map<String, List<CurvePoint>> losses(LearningCurves curves) {
        Map<String, List<CurvePoint>> losses = new LinkedHashMap<>();
        losses.put("total", curves.loss());
        if (curves.losses().size() > 1) {
            losses.putAll(curves.losses());
        }
        curves.others().forEach((name, points) -> {
            if (LogName.isLoss(name)) {
                losses.put(LogName.of(name), points);
            }
        });
        return losses;
    }

    /** What else is logged, parts of a whole together. */
    private static Map<String, Map<String, List<CurvePoint>>> others(LearningCurves curves) {
        Map<String, Map<String, List<CurvePoint>>> others = new LinkedHashMap<>();
        curves.others().forEach((name, points) -> {
            if (!LogName.isLoss(name)) {
                String whole = LogName.isPart(name) ? name.substring(0, name.indexOf('.')) : name;
                others.computeIfAbsent(whole, key -> new LinkedHashMap<>())
                        .put(LogName.of(name.substring(name.indexOf('.') + 1)), points);
            }
        });
        return others;
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
