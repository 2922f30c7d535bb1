package org.fpn4j.experiments.report;

import java.util.List;

/** Rows of words in columns. */
public final class TextTable {
    /** What stands between two columns. */
    static final String GAP = "  ";

    private TextTable() {}

    /**
     * A line for each row, each with a line break.
     *
     * @param rows the header first; all of one length
     * @param numbers for each column, whether its values go to the right
     */
    public static String render(List<List<String>> rows, List<Boolean> numbers) {
        int[] widths = new int[numbers.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String value = row.get(column);
                String padding = " ".repeat(widths[column] - width(value));
                line.append(column == 0 ? "" : GAP);
                line.append(numbers.get(column) ? padding + value : value + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Characters as people count them. */
    static int width(String value) {
        return value.codePointCount(0, value.length());
    }
}
