package org.fpn4j.data.csv;

import java.util.HashMap;
import java.util.Map;
import org.fpn4j.data.csv.LabelRow.Drawn;

/** Rows that cannot both be true: of one image and reader, of one patient, of one class. */
final class LabelAgreement {
    private final LabelFormat format;
    private final ToldRows told;
    private final Map<Look, LabelRow> looks = new HashMap<>();
    private final Map<String, LabelRow> images = new HashMap<>();
    private final Map<String, LabelRow> classes = new HashMap<>();
    private final Map<Long, LabelRow> ids = new HashMap<>();

    private record Look(String image, String reader) {}

    LabelAgreement(LabelFormat format, ToldRows told) {
        this.format = format;
        this.told = told;
    }

    void add(LabelRow row) {
        LabelRow look = looks.putIfAbsent(new Look(row.image(), row.reader()), row);
        if (look != null && look.drawn().isPresent() != row.drawn().isPresent()) {
            String who = row.reader().isEmpty() ? "" : ", " + format.reader() + "[" + row.reader() + "],";
            told.add(
                    row.line(),
                    format.image() + "[" + row.image() + "]" + who + " has " + boxes(row) + " here and " + boxes(look)
                            + " in line[" + look.line() + "]");
        }
        LabelRow image = images.putIfAbsent(row.image(), row);
        if (image != null && !image.patient().equals(row.patient())) {
            told.add(
                    row.line(),
                    format.image() + "[" + row.image() + "] is of " + format.patient() + "[" + row.patient()
                            + "] here and of [" + image.patient() + "] in line[" + image.line() + "]");
        }
        row.drawn().filter(drawn -> drawn.classId().isPresent()).ifPresent(drawn -> number(row, drawn));
    }

    private void number(LabelRow row, Drawn drawn) {
        long id = drawn.classId().orElseThrow();
        LabelRow sameName = classes.putIfAbsent(drawn.className(), row);
        LabelRow sameId = ids.putIfAbsent(id, row);
        if (sameName != null && of(sameName).classId().orElseThrow() != id) {
            told.add(
                    row.line(),
                    format.className() + "[" + drawn.className() + "] has " + format.classId() + "[" + id
                            + "] here and [" + of(sameName).classId().orElseThrow() + "] in line[" + sameName.line()
                            + "]");
        } else if (sameId != null && !of(sameId).className().equals(drawn.className())) {
            told.add(
                    row.line(),
                    format.classId() + "[" + id + "] is " + format.className() + "[" + drawn.className()
                            + "] here and [" + of(sameId).className() + "] in line[" + sameId.line() + "]");
        }
    }

    private static Drawn of(LabelRow row) {
        return row.drawn().orElseThrow();
    }

    private static String boxes(LabelRow row) {
        return row.drawn().isPresent() ? "a box" : "none";
    }
}
