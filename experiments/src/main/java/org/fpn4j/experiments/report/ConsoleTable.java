package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;

/** The headline table of an ablation as plain text for the terminal. */
public final class ConsoleTable {
    private static final String GAP = "  ";
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private ConsoleTable() {}

    /** The table, the sentence about AP, the runs that failed and the notes; ends with a line break. */
    public static String render(AblationReport report) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(report.axes());
        header.add("n");
        header.addAll(AblationReport.METRICS);
        header.addAll(List.of("params (M)", "GMACs", "seconds"));
        rows.add(header);
        List<VariantRow> variants = report.variants();
        int paramDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.params() / MILLION));
        int macDecimals = Numbers.decimals(variants.stream().mapToDouble(row -> row.macs() / BILLION));
        for (VariantRow variant : variants) {
            List<String> row = new ArrayList<>();
            report.axes().forEach(axis -> row.add(variant.axisValues().getOrDefault(axis, "")));
            row.add(Integer.toString(variant.n()));
            for (String metric : AblationReport.METRICS) {
                row.add(cell(variant.metric(metric), report.best(metric)));
            }
            row.add(Numbers.fixed(variant.params() / MILLION, paramDecimals));
            row.add(Numbers.fixed(variant.macs() / BILLION, macDecimals));
            row.add(Numbers.fixed(variant.trainSeconds(), 1));
            rows.add(row);
        }
        StringBuilder text = new StringBuilder();
        text.append(report.name()).append(": ").append(report.progress()).append("\n\n");
        appendAligned(text, rows, report.axes().size());
        text.append("\nmean\u00B1sd over n seeds; * highest mean of its column\n");
        text.append(SeedNoise.verdict("AP", variants)).append('\n');
        for (CellRow cell : report.unfinished()) {
            text.append(VariantRow.label(cell.axisValues()))
                    .append(", seed ")
                    .append(cell.seed())
                    .append(": ")
                    .append(cell.status())
                    .append('\n');
        }
        report.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static String cell(Statistic statistic, double best) {
        if (!statistic.isMeasured()) {
            return Numbers.NOTHING + " ";
        }
        String spread = Double.isNaN(statistic.sd()) ? "" : "\u00B1" + Numbers.score(statistic.sd());
        return Numbers.score(statistic.mean()) + spread + (statistic.mean() == best ? "*" : " ");
    }

    /** Text to the left, numbers to the right. */
    private static void appendAligned(StringBuilder text, List<List<String>> rows, int textColumns) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String value = row.get(column);
                String padding = " ".repeat(widths[column] - length(value));
                line.append(column == 0 ? "" : GAP);
                line.append(column < textColumns ? value + padding : padding + value);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }
}
