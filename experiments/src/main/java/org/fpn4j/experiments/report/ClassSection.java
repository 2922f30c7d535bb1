package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.experiments.plot.DotPlot;

/** Scores of classes by variant: a plot of the decisive metric, and a table of each. */
final class ClassSection {
    private static final int MOST_SCORES = 2400; // of one table; more would be most of the page

    /** A value and its spread. */
    record Score(String mean, String sd, boolean best) {
        static Score of(Statistic statistic, double best) {
            boolean spread = statistic.isMeasured() && !Double.isNaN(statistic.sd());
            return new Score(
                    Numbers.score(statistic.mean()),
                    spread ? "\u00A0\u00B1\u00A0" + Numbers.score(statistic.sd()) : "",
                    statistic.isMeasured() && statistic.mean() == best);
        }
    }

    /** A class, and its score in each variant. */
    record Line(String name, List<Score> scores) {}

    /** The scores of all classes by one measure; those in the open and others. */
    record Table(String measure, List<Line> lines, List<Line> others) {
        public boolean hasOthers() {
            return !others.isEmpty();
        }
    }

    private final AblationReport report;
    private final ClassOrder order;

    ClassSection(AblationReport report) {
        this.report = report;
        this.order = order(report);
    }

    /** By the decisive metric. */
    static ClassOrder order(AblationReport report) {
        List<String> classes = report.classes();
        return ClassOrder.of(classes, report.variants().size(), (place, variant) -> report.variants()
                .get(variant)
                .ofClass(Metrics.DECISIVE.name(), classes.get(place))
                .mean());
    }

    void put(Map<String, Object> model) {
        int variants = report.variants().size();
        List<String> cut = cut(order.all(), variants);
        model.put("hasClasses", !order.all().isEmpty() && variants > 0);
        model.put("classOrder", order.explanation(variants));
        model.put(
                "variantLabels",
                report.variants().stream().map(VariantRow::label).toList());
        model.put("otherClasses", cut.size() - order.shown());
        model.put(
                "cutClasses",
                cut.size() == order.all().size()
                        ? ""
                        : order.all().size() - cut.size() + " more classes are in results.csv.");
        model.put(
                "classTables",
                report.classMetrics().stream().map(metric -> table(metric, cut)).toList());
        List<String> shown = order.all().subList(0, order.shown());
        List<List<Double>> values = shown.stream().map(this::decisive).toList();
        boolean measured = values.stream().flatMap(List::stream).anyMatch(value -> value >= 0);
        model.put("hasClassPlot", measured);
        model.put(
                "classPlot",
                measured
                        ? DotPlot.of(
                                Metrics.DECISIVE.name() + " by class",
                                shown,
                                report.variants().stream()
                                        .map(VariantRow::label)
                                        .toList(),
                                values)
                        : "");
    }

    private static List<String> cut(List<String> classes, int variants) {
        int most = Math.max(ClassOrder.FEW, MOST_SCORES / Math.max(1, variants));
        return classes.subList(0, Math.min(most, classes.size()));
    }

    private List<Double> decisive(String name) {
        return report.variants().stream()
                .map(variant -> variant.ofClass(Metrics.DECISIVE.name(), name).mean())
                .toList();
    }

    private Table table(Metric metric, List<String> classes) {
        List<Line> lines = new ArrayList<>();
        for (String name : classes) {
            lines.add(new Line(
                    name,
                    report.variants().stream()
                            .map(variant -> Score.of(variant.ofClass(metric.name(), name), report.best(metric, name)))
                            .toList()));
        }
        int shown = Math.min(order.shown(), lines.size());
        return new Table(metric.name(), lines.subList(0, shown), lines.subList(shown, lines.size()));
    }
}
