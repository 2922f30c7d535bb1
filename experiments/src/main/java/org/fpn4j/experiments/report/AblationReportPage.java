package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Sentences;

/** The report of an ablation as one HTML file. */
public final class AblationReportPage {
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    /** What a column of the table shows, for those who meet it for the first time. */
    record Explained(String base, String index, String meaning) {}

    /** A value of the headline table. */
    record Score(String mean, String sd, boolean best) {}

    /** A line of the headline table. */
    record VariantLine(
            List<String> axes,
            int n,
            List<Score> scores,
            String params,
            String exactParams,
            String macs,
            String seconds) {}

    /** A line of a table of classes: a variant, and the score of each class. */
    record ClassLine(List<String> axes, List<Score> scores) {}

    /** The scores of all classes by one measure. */
    record ClassTable(String measure, List<ClassLine> lines) {}

    /** A line of the table of runs. */
    record CellLine(
            List<String> axes,
            String seed,
            boolean done,
            String status,
            List<String> scores,
            String time,
            String runDir) {}

    /** A run without scores. */
    record Failure(String variant, String seed, String reason) {}

    private AblationReportPage() {}

    /** The whole page. */
    public static String render(AblationReport report) {
        Map<String, Object> model = new TreeMap<>();
        model.put("title", report.name());
        model.put("kind", "Ablation");
        model.put("progress", report.progress());
        model.put("axes", report.axes());
        model.put(
                "metrics",
                report.columns().stream()
                        .map(metric -> MetricName.of(metric.name()))
                        .toList());
        model.put("explained", explained(report));
        model.put("variants", variants(report));
        model.put("hasVariants", !report.variants().isEmpty());
        model.put("classes", report.classes());
        model.put("hasClasses", !report.classes().isEmpty());
        model.put(
                "classTables",
                report.classMetrics().stream()
                        .map(metric -> classTable(metric, report))
                        .toList());
        putVerdicts(model, report.verdicts());
        FactorialSection.put(model, report.verdicts().factorial());
        List<Failure> failures = report.unfinished().stream()
                .map(cell -> new Failure(VariantRow.label(cell.axisValues()), cell.seedAndFold(), cell.reason()))
                .toList();
        model.put("failures", failures);
        model.put("hasFailures", !failures.isEmpty());
        model.put("cells", cells(report));
        model.put("hasCells", !report.cells().isEmpty());
        Page.putClosing(model, report.pictures(), report.notes(), report.circumstances());
        return Page.render("ablation", new AblationCharts(report).all(), model);
    }

    private static void putVerdicts(Map<String, Object> model, Verdicts verdicts) {
        Sentences sentences = new Sentences(verdicts.deciding());
        Optional<ForestPlot> forest = ForestPlot.of(verdicts);
        model.put("comparisonHeading", sentences.heading());
        model.put("verdicts", sentences.verdicts());
        model.put("noiseFloor", sentences.noiseFloor().orElse(""));
        model.put("hasNoiseFloor", sentences.noiseFloor().isPresent());
        model.put("comparisonNotes", verdicts.notes());
        model.put("hasForest", forest.isPresent());
        model.put("forest", forest.map(ForestPlot::text).orElse(""));
        model.put("besides", besides(verdicts));
        model.put("hasBesides", !verdicts.besides().isEmpty());
    }

    /** A row of the table of what decides nothing. */
    record Beside(String metric, String variant, String difference, String interval) {}

    private static List<Beside> besides(Verdicts verdicts) {
        List<Beside> rows = new ArrayList<>();
        for (Family family : verdicts.besides()) {
            for (List<String> row : new Sentences(family).rows()) {
                rows.add(new Beside(family.metric(), row.get(0), row.get(1), row.get(2)));
            }
        }
        return rows;
    }

    private static List<VariantLine> variants(AblationReport report) {
        List<VariantRow> variants = report.variants();
        int paramDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.params() / MILLION));
        int macDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.macs() / BILLION));
        int secondDecimals = Numbers.decimals(variants.stream().mapToDouble(VariantRow::trainSeconds)) > 1 ? 1 : 0;
        List<VariantLine> lines = new ArrayList<>();
        for (VariantRow variant : variants) {
            List<Score> scores = new ArrayList<>();
            for (Metric metric : report.columns()) {
                scores.add(score(variant.statistic(metric), report.best(metric)));
            }
            lines.add(new VariantLine(
                    axisValues(report, variant.axisValues()),
                    variant.n(),
                    scores,
                    Numbers.fixed(variant.params() / MILLION, paramDecimals),
                    Numbers.grouped(variant.params()),
                    Numbers.fixed(variant.macs() / BILLION, macDecimals),
                    Numbers.fixed(variant.trainSeconds(), secondDecimals)));
        }
        return lines;
    }

    private static Score score(Statistic statistic, double best) {
        boolean spread = statistic.isMeasured() && !Double.isNaN(statistic.sd());
        return new Score(
                Numbers.score(statistic.mean()),
                spread ? "\u00A0\u00B1\u00A0" + Numbers.score(statistic.sd()) : "",
                statistic.isMeasured() && statistic.mean() == best);
    }

    /** COCO's own are explained by the page. */
    private static List<Explained> explained(AblationReport report) {
        return report.columns().stream()
                .filter(metric -> Metrics.coco().named(metric.name()).isEmpty())
                .map(metric -> {
                    MetricName name = MetricName.of(metric.name());
                    return new Explained(name.base(), name.index(), metric.meaning());
                })
                .toList();
    }

    private static ClassTable classTable(Metric metric, AblationReport report) {
        List<ClassLine> lines = new ArrayList<>();
        for (VariantRow variant : report.variants()) {
            List<Score> scores = new ArrayList<>();
            for (String name : report.classes()) {
                scores.add(score(variant.ofClass(metric.name(), name), report.best(metric, name)));
            }
            lines.add(new ClassLine(axisValues(report, variant.axisValues()), scores));
        }
        return new ClassTable(metric.name(), lines);
    }

    private static List<CellLine> cells(AblationReport report) {
        List<CellLine> lines = new ArrayList<>();
        for (CellRow cell : report.cells()) {
            lines.add(new CellLine(
                    axisValues(report, cell.axisValues()),
                    cell.seedAndFold(),
                    cell.isDone(),
                    cell.isDone() ? CellRow.DONE : cell.status().split(":", 2)[0],
                    report.columns().stream()
                            .map(metric -> Numbers.score(cell.metric(metric.name())))
                            .toList(),
                    cell.isDone() ? Numbers.duration(cell.trainSeconds()) : Numbers.NOTHING,
                    cell.runDir()));
        }
        return lines;
    }

    private static List<String> axisValues(AblationReport report, Map<String, String> values) {
        return report.axes().stream().map(axis -> values.getOrDefault(axis, "")).toList();
    }
}
