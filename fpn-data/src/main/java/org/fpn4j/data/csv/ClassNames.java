package org.fpn4j.data.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.csv.CsvTable.Row;
import org.fpn4j.data.csv.LabelRow.Drawn;
import org.fpn4j.data.dataset.Category;

/** Where the classes of tables come from: named ones, those of a list of classes, or those that occur. */
final class ClassNames {
    private ClassNames() {}

    /** Named ones, in this order; their ids count from 1. */
    static List<Category> named(Collection<String> names) {
        List<Category> categories = new ArrayList<>();
        for (String name : names) {
            categories.add(new Category(categories.size(), categories.size() + 1L, name));
        }
        return categories;
    }

    /** Those that occur: by their numbers where tables have some, else by name. */
    static List<Category> occurring(Collection<LabelTable> tables) {
        TreeSet<String> names = new TreeSet<>();
        TreeMap<Long, String> ids = new TreeMap<>();
        for (LabelTable table : tables) {
            for (LabelRow row : table.rows()) {
                row.drawn().ifPresent(drawn -> {
                    names.add(drawn.className());
                    drawn.classId().ifPresent(id -> note(ids, id, drawn, table.file(), row.line()));
                });
            }
        }
        return new TreeSet<>(ids.values()).equals(names) && ids.size() == names.size() ? numbered(ids) : named(names);
    }

    private static void note(Map<Long, String> ids, long id, Drawn drawn, Path file, int line) {
        String earlier = ids.putIfAbsent(id, drawn.className());
        if (earlier != null && !earlier.equals(drawn.className())) {
            throw new UserInputException(
                    file + ":" + line,
                    "class[" + id + "] is [" + drawn.className() + "] here and [" + earlier + "] in another split");
        }
    }

    private static List<Category> numbered(Map<Long, String> ids) {
        List<Category> categories = new ArrayList<>();
        ids.forEach((id, name) -> categories.add(new Category(categories.size(), id, name)));
        return categories;
    }

    /**
     * Those of a list, a row each: name and number.
     *
     * @throws UserInputException with every row that is none
     */
    static List<Category> listed(Path file, char separator) {
        TreeMap<Long, String> ids = new TreeMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        ToldRows told = new ToldRows(file);
        for (Row row : CsvTable.read(file, separator).rows()) {
            String name = row.cell(0);
            Integer earlier = lines.putIfAbsent(name, row.line());
            Optional<Long> id =
                    row.cell(1).matches("\\d{1,15}") ? Optional.of(Long.parseLong(row.cell(1))) : Optional.empty();
            if (name.isEmpty() || id.isEmpty() || row.cells().size() > 2) {
                told.add(row.line(), "row" + row.cells() + " is no class; expected name,number");
            } else if (earlier != null || ids.containsKey(id.get())) {
                told.add(row.line(), "class[" + name + "] with number[" + id.get() + "] is listed twice");
            } else {
                ids.put(id.get(), name);
            }
        }
        told.throwIfAny();
        if (ids.isEmpty()) {
            throw new UserInputException(file.toString(), "list of classes is empty");
        }
        return numbered(ids);
    }
}
