package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;

/** The headline table of an ablation as plain text for the terminal. */
public final class ConsoleTable {
    private static final int WIDTH = 100; // of the table of classes, with which it stays below the other
    private static final int MOST_CLASSES = 12;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private ConsoleTable() {}

    /**
     * The table, what comparisons with the baseline say, the other metrics of each class, the runs that failed and the notes;
     * ends with a line break.
     */
    public static String render(AblationReport report) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(report.axes());
        header.add("n");
        report.columns().forEach(metric -> header.add(metric.name()));
        header.addAll(List.of("params (M)", "GMACs", "seconds"));
        rows.add(header);
        List<VariantRow> variants = report.variants();
        int paramDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.params() / MILLION));
        int macDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.macs() / BILLION));
        for (VariantRow variant : variants) {
            List<String> row = new ArrayList<>();
            report.axes().forEach(axis -> row.add(variant.axisValues().getOrDefault(axis, "")));
            row.add(Integer.toString(variant.n()));
            for (Metric metric : report.columns()) {
                row.add(cell(variant.statistic(metric), report.best(metric)));
            }
            row.add(Numbers.fixed(variant.params() / MILLION, paramDecimals));
            row.add(Numbers.fixed(variant.macs() / BILLION, macDecimals));
            row.add(Numbers.fixed(variant.trainSeconds(), 1));
            rows.add(row);
        }
        StringBuilder text = new StringBuilder();
        text.append(report.name()).append(": ").append(report.progress()).append("\n\n");
        text.append(aligned(rows, report.axes().size()));
        text.append("\nmean\u00B1sd over n seeds; * highest mean of its column");
        report.columns().stream()
                .filter(metric -> !metric.largerIsBetter())
                .forEach(metric -> text.append(", lowest of ").append(metric.name()));
        text.append("\n\n").append(report.verdicts().text());
        report.classMetrics().stream()
                .filter(metric -> !metric.equals(Metrics.DECISIVE))
                .forEach(metric -> appendClasses(text, report, metric));
        for (CellRow cell : report.unfinished()) {
            text.append(VariantRow.label(cell.axisValues()))
                    .append(", seed ")
                    .append(cell.seedAndFold())
                    .append(": ")
                    .append(cell.status())
                    .append('\n');
        }
        report.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    /** As many classes as fit. */
    private static void appendClasses(StringBuilder text, AblationReport report, Metric metric) {
        List<String> classes = report.classes();
        if (classes.isEmpty() || report.variants().isEmpty()) {
            return;
        }
        List<List<String>> columns = new ArrayList<>();
        for (String axis : report.axes()) {
            columns.add(column(axis, report, variant -> variant.axisValues().getOrDefault(axis, "")));
        }
        int width = columns.stream()
                .mapToInt(column -> width(column) + TextTable.GAP.length())
                .sum();
        int shown = 0;
        for (String name : classes.subList(0, Math.min(MOST_CLASSES, classes.size()))) {
            double best = report.best(metric, name);
            List<String> column = column(name, report, variant -> cell(variant.ofClass(metric.name(), name), best));
            width += width(column) + TextTable.GAP.length();
            if (shown > 0 && width - TextTable.GAP.length() > WIDTH) {
                break;
            }
            columns.add(column);
            shown++;
        }
        text.append('\n').append(metric.name()).append(" by class\n");
        text.append(aligned(rows(columns), report.axes().size()));
        if (shown < classes.size()) {
            text.append(classes.size() - shown).append(" more of ").append(classes.size());
            text.append(" classes: results.csv, report.html\n");
        }
        text.append('\n');
    }

    private static List<String> column(String header, AblationReport report, Function<VariantRow, String> cell) {
        List<String> column = new ArrayList<>(List.of(header));
        report.variants().forEach(variant -> column.add(cell.apply(variant)));
        return column;
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(TextTable::width).max().orElse(0);
    }

    private static List<List<String>> rows(List<List<String>> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < columns.get(0).size(); i++) {
            int row = i;
            rows.add(columns.stream().map(column -> column.get(row)).toList());
        }
        return rows;
    }

    private static String cell(Statistic statistic, double best) {
        if (!statistic.isMeasured()) {
            return Numbers.NOTHING + " ";
        }
        String spread = Double.isNaN(statistic.sd()) ? "" : "\u00B1" + Numbers.score(statistic.sd());
        return Numbers.score(statistic.mean()) + spread + (statistic.mean() == best ? "*" : " ");
    }

    /** Axes to the left, numbers to the right. */
    private static String aligned(List<List<String>> rows, int axes) {
        List<Boolean> numbers = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            numbers.add(column >= axes);
        }
        return TextTable.render(rows, numbers);
    }
}
