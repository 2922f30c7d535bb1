package org.fpn4j.experiments.levels;

import java.util.List;
import org.fpn4j.experiments.report.LevelsReport;
import org.fpn4j.experiments.report.Paragraph;
import org.fpn4j.experiments.report.TextTable;

/** A report for a terminal. */
record LevelText(LevelsReport report) {
    private static final int MOST_UNMATCHED = 10;

    /** Ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(Paragraph.of(report.sentence(), 0))
                .append('\n')
                .append(report.setting())
                .append("\n\n");
        for (LevelsReport.Table table : report.tables()) {
            text.append(TextTable.render(table.rows(), table.numbers())).append('\n');
        }
        text.append(Paragraph.of(report.legend(), 0));
        appendUnmatched(text);
        if (!report.suggestions().isEmpty()) {
            text.append("\nChanges that were tried and help:\n");
            report.suggestions().forEach(suggestion -> text.append(Paragraph.of(suggestion, 2)));
        }
        return text.toString();
    }

    private void appendUnmatched(StringBuilder text) {
        List<List<String>> rows = report.unmatched().rows();
        int count = rows.size() - 1;
        if (count == 0) {
            return;
        }
        int shown = Math.min(count, MOST_UNMATCHED);
        text.append("\nWithout a positive");
        text.append(
                shown < count ? ", the first " + shown + " of " + count + "; --json and --html have all:\n" : ":\n");
        text.append(
                TextTable.render(rows.subList(0, 1 + shown), report.unmatched().numbers()));
    }
}
