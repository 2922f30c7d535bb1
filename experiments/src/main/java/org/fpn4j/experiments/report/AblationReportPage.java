package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;

/** The report of an ablation as one HTML file. */
public final class AblationReportPage {
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    /** What a column of the table shows, for those who meet it for the first time. */
    record Explained(String base, String index, String meaning) {}

    /** A line of the headline table. */
    record VariantLine(
            List<String> axes,
            int n,
            List<ClassSection.Score> scores,
            String params,
            String exactParams,
            String macs,
            String seconds) {}

    /** A line of the table of runs. */
    record CellLine(
            List<String> axes,
            String seed,
            boolean done,
            String status,
            List<String> scores,
            String time,
            String runDir,
            String report) {
        public boolean hasReport() {
            return !report.isEmpty();
        }
    }

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
        new VerdictSection(report).put(model);
        FactorialSection.put(model, report.verdicts().factorial());
        new ClassSection(report).put(model);
        List<String> labels = report.variants().stream().map(VariantRow::label).toList();
        model.put("styles", FindingsSection.styles(labels));
        new FindingsSection(report.inspected().findings(), ClassSection.order(report), labels).put(model);
        RegionsSection.put(model, report.inspected().regions(), ClassSection.order(report));
        DataSection.put(model, report.inspected().data());
        model.put("configs", report.configs());
        model.put("hasConfigs", !report.configs().isEmpty());
        List<Failure> failures = report.unfinished().stream()
                .map(cell -> new Failure(VariantRow.label(cell.axisValues()), cell.seedAndFold(), cell.reason()))
                .toList();
        model.put("failures", failures);
        model.put("hasFailures", !failures.isEmpty());
        model.put("cells", cells(report));
        model.put("hasCells", !report.cells().isEmpty());
        Page.putClosing(model, report.inspected().pictures(), report.notes(), report.circumstances());
        return Page.render("ablation", new AblationCharts(report).all(), model);
    }

    private static List<VariantLine> variants(AblationReport report) {
        List<VariantRow> variants = report.variants();
        int paramDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.params() / MILLION));
        int macDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.macs() / BILLION));
        int secondDecimals = Numbers.decimals(variants.stream().mapToDouble(VariantRow::trainSeconds)) > 1 ? 1 : 0;
        List<VariantLine> lines = new ArrayList<>();
        for (VariantRow variant : variants) {
            List<ClassSection.Score> scores = new ArrayList<>();
            for (Metric metric : report.columns()) {
                scores.add(ClassSection.Score.of(variant.statistic(metric), report.best(metric)));
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
                    cell.runDir(),
                    cell.report()));
        }
        return lines;
    }

    private static List<String> axisValues(AblationReport report, Map<String, String> values) {
        return report.axes().stream().map(axis -> values.getOrDefault(axis, "")).toList();
    }
}
