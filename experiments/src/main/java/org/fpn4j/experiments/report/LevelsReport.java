package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Which level of a pyramid each object lands at, in words for a terminal and a page.
 *
 * @param sentence what matters
 * @param setting data, input and head in a line
 * @param tables groups of objects by what they have in common
 * @param legend what the columns of the tables are
 * @param levels names, finest first
 * @param shares of groups by size
 * @param unmatched objects that no level takes; the header alone where there are none
 * @param suggestions changes that help
 */
public record LevelsReport(
        String name,
        String command,
        String sentence,
        String setting,
        String dataSummary,
        List<Table> tables,
        String legend,
        List<String> levels,
        List<Shares> shares,
        Table unmatched,
        List<String> suggestions) {
    /**
     * Rows of words, the header first.
     *
     * @param numbers for each column, whether its values go to the right
     */
    public record Table(List<List<String>> rows, List<Boolean> numbers) {
        public Table {
            rows = rows.stream().map(List::copyOf).toList();
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * Objects of one size.
     *
     * @param percent of them that each level takes
     */
    public record Shares(String name, List<Double> percent) {
        public Shares {
            percent = List.copyOf(percent);
        }
    }

    public LevelsReport {
        tables = List.copyOf(tables);
        levels = List.copyOf(levels);
        shares = List.copyOf(shares);
        suggestions = List.copyOf(suggestions);
    }
}
