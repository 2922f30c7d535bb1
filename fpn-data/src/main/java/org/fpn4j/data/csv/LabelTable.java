package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.csv.CsvTable.Row;

/**
 * A table of labels as it is written: a row for each box of each reader, and for each reader who found nothing.
 *
 * @param rows in the order of the file; behind them those of other files
 * @param unboxed names of images that are known to show something, and where nobody drew a box
 */
public record LabelTable(Path file, List<LabelRow> rows, Set<String> unboxed) {
    public LabelTable {
        requireNonNull(file, "file is null");
        rows = List.copyOf(rows);
        unboxed = Set.copyOf(unboxed);
    }

    /**
     * Reads a table.
     *
     * @throws UserInputException with every row that cannot be read, and those of one image that contradict each other
     */
    public static LabelTable read(Path file, LabelFormat format) {
        CsvTable table = CsvTable.read(file, format.separator());
        Map<String, Integer> places = format.places(table);
        requireColumns(table, format, places);
        ToldRows told = new ToldRows(file);
        int width = format.header() ? table.rows().get(0).cells().size() : Integer.MAX_VALUE;
        LabelCells cells = new LabelCells(file, format, places, width, told);
        LabelAgreement agreement = new LabelAgreement(format, told);
        List<LabelRow> rows = new ArrayList<>();
        for (Row row :
                table.rows().subList(format.header() ? 1 : 0, table.rows().size())) {
            cells.read(row).ifPresent(read -> {
                rows.add(read);
                agreement.add(read);
            });
        }
        told.throwIfAny();
        if (rows.isEmpty()) {
            throw new UserInputException(file.toString(), "table has no rows");
        }
        return new LabelTable(file, rows, Set.of());
    }

    private static void requireColumns(CsvTable table, LabelFormat format, Map<String, Integer> places) {
        if (table.rows().isEmpty()) {
            throw new UserInputException(table.file().toString(), "table is empty");
        }
        Row first = table.rows().get(0);
        Set<String> missing = new LinkedHashSet<>(format.needed());
        missing.removeAll(places.keySet());
        if (!format.header()) {
            places.forEach((column, place) -> {
                if (place >= first.cells().size() && format.needed().contains(column)) {
                    missing.add(column);
                }
            });
        }
        if (missing.isEmpty()) {
            return;
        }
        boolean otherSeparator = first.cells().size() == 1 && first.cell(0).matches(".*[;\t].*");
        throw new UserInputException(
                table.file() + ":" + first.line(),
                "columns" + first.cells() + " lack " + List.copyOf(missing),
                otherSeparator
                        ? "cells must be separated by [" + format.separator() + "]"
                        : "data[" + format.name() + "] needs the columns " + String.join(", ", format.needed()));
    }

    /** The rows of each image, in the order in which the table names images. */
    public Map<String, List<LabelRow>> byImage() {
        Map<String, List<LabelRow>> images = new LinkedHashMap<>();
        rows.forEach(row ->
                images.computeIfAbsent(row.image(), image -> new ArrayList<>()).add(row));
        return images;
    }
}
