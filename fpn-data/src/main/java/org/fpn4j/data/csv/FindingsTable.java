package org.fpn4j.data.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.csv.CsvTable.Row;
import org.fpn4j.data.dataset.RootFolder;

/**
 * What is seen in all images, of which a table of boxes has a few: ChestX-ray14's {@code Data_Entry_2017.csv} (Wang et al., CVPR
 * 2017). Of its columns, {@code Image Index} and {@code Finding Labels} are read; findings are separated by {@code |}.
 */
final class FindingsTable {
    private static final String IMAGE = "Image Index";
    private static final String FINDINGS = "Finding Labels";

    private final CsvTable table;
    private final int image;
    private final int findings;
    private final ToldRows told;

    private FindingsTable(CsvTable table) {
        this.table = table;
        List<String> names = table.rows().isEmpty()
                ? List.of()
                : table.rows().get(0).cells().stream().map(String::strip).toList();
        this.image = names.indexOf(IMAGE);
        this.findings = names.indexOf(FINDINGS);
        this.told = new ToldRows(table.file());
        if (image < 0 || findings < 0) {
            throw new UserInputException(
                    table.file() + ":1",
                    "columns" + names + " lack [" + (image < 0 ? IMAGE : FINDINGS) + "]",
                    "data.findings needs the columns " + IMAGE + ", " + FINDINGS);
        }
    }

    /**
     * The table of boxes with the images that have no finding, as such, and the names of those that have some and no box.
     *
     * @throws UserInputException with every row that cannot be read or contradicts another
     */
    static LabelTable added(LabelTable boxes, Path file) {
        return new FindingsTable(CsvTable.read(file, ',')).addedTo(boxes);
    }

    private LabelTable addedTo(LabelTable boxes) {
        Map<String, LabelRow> known = new HashMap<>();
        boxes.rows().forEach(row -> known.putIfAbsent(row.image(), row));
        Set<String> unboxed = new HashSet<>();
        List<LabelRow> rows = new ArrayList<>(boxes.rows());
        images().forEach((name, row) -> {
            boolean nothing = row.cell(findings).equals(LabelFormat.NIH.nothing());
            LabelRow own = known.get(name);
            if (own == null && nothing) {
                rows.add(new LabelRow(table.file(), row.line(), name, "", "", Optional.empty()));
            } else if (own == null) {
                unboxed.add(name);
            } else if (own.drawn().isPresent() == nothing) {
                told.add(
                        row.line(),
                        IMAGE + "[" + name + "] has " + FINDINGS + "[" + row.cell(findings) + "] here and "
                                + (nothing ? "a box" : LabelFormat.NIH.nothing()) + " in " + own.where());
            }
        });
        told.throwIfAny();
        return new LabelTable(boxes.file(), rows, unboxed);
    }

    private Map<String, Row> images() {
        Map<String, Row> images = new LinkedHashMap<>();
        for (Row row : table.rows().subList(1, table.rows().size())) {
            String name = row.cell(image);
            Optional<String> fault = RootFolder.fault(name);
            if (fault.isPresent()) {
                told.add(row.line(), IMAGE + "[" + name + "] names no image: " + fault.get());
            } else if (row.cell(findings).isEmpty()) {
                told.add(
                        row.line(),
                        IMAGE + "[" + name + "] has no " + FINDINGS + "; No Finding says that there is none");
            } else {
                Row earlier = images.putIfAbsent(name, row);
                if (earlier != null && !earlier.cell(findings).equals(row.cell(findings))) {
                    told.add(
                            row.line(),
                            IMAGE + "[" + name + "] has " + FINDINGS + "[" + row.cell(findings) + "] here and ["
                                    + earlier.cell(findings) + "] in line[" + earlier.line() + "]");
                }
            }
        }
        return images;
    }
}
