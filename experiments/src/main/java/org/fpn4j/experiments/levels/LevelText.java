package org.fpn4j.experiments.levels;

import java.util.List;
import org.fpn4j.experiments.report.LevelsReport;
import org.fpn4j.experiments.report.TextTable;

/** A report for a terminal. */
record LevelText(LevelsReport report) {
    private static final int MOST_UNMATCHED = 10;
    private static final int WIDTH = 100;

    /** Ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(wrapped(report.sentence(), 0))
                .append('\n')
                .append(report.setting())
                .append("\n\n");
        for (LevelsReport.Table table : report.tables()) {
            text.append(TextTable.render(table.rows(), table.numbers())).append('\n');
        }
        text.append(wrapped(report.legend(), 0));
        appendUnmatched(text);
        if (!report.suggestions().isEmpty()) {
            text.append("\nChanges that were tried and help:\n");
            report.suggestions().forEach(suggestion -> text.append(wrapped(suggestion, 2)));
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

    /** Lines of words, each but the first moved in by two more. */
    private static String wrapped(String words, int indent) {
        StringBuilder text = new StringBuilder(" ".repeat(indent));
        int column = indent;
        for (String word : words.split(" ", -1)) {
            if (column > indent && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent + 2));
                column = indent + 2;
            } else if (column > indent) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.append('\n').toString();
    }
}
