package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as templates show it; its first column names the rows.
 *
 * @param what the rows are
 */
record TableView(String what, List<Cell> header, List<Row> rows) {
    /** A value. */
    record Cell(String value, boolean number) {}

    /** A row. */
    record Row(String name, List<Cell> cells) {}

    static TableView of(LevelsReport.Table table) {
        List<Row> rows = new ArrayList<>();
        for (List<String> row : table.rows().subList(1, table.rows().size())) {
            rows.add(new Row(row.get(0), cells(row, table.numbers())));
        }
        List<String> header = table.rows().get(0);
        return new TableView(header.get(0), cells(header, table.numbers()), rows);
    }

    private static List<Cell> cells(List<String> row, List<Boolean> numbers) {
        return IntStream.range(1, row.size())
                .mapToObj(column -> new Cell(row.get(column), numbers.get(column)))
                .toList();
    }
}
