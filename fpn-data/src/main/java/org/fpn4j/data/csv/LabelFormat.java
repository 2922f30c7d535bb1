package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the columns of a table of labels are called. A name that is empty is that of a column which the format does not have.
 *
 * @param name for messages, {@code rsna}
 * @param header whether the first row names the columns; otherwise names are numbers, from 1
 * @param separator between cells
 * @param image column of the image's name
 * @param box columns of the four numbers, empty in rows without a finding
 * @param form what the four are
 * @param className column of the class
 * @param classId column of its number, which tables may leave out
 * @param target column that is 1 in rows with a box and 0 in others
 * @param reader column of who looked
 * @param needsReader whether tables must have it
 * @param patient column of whose image it is
 * @param nothing what the class is called in rows without a finding
 * @param onlyClass class of all boxes where there is no column for it
 */
public record LabelFormat(
        String name,
        boolean header,
        char separator,
        String image,
        List<String> box,
        BoxForm form,
        String className,
        String classId,
        String target,
        String reader,
        boolean needsReader,
        String patient,
        String nothing,
        String onlyClass) {
    /**
     * The RSNA Pneumonia Detection Challenge (2018): a row for each box, and one with {@code Target} 0 for an image without.
     * One class, {@code Lung Opacity}.
     */
    public static final LabelFormat RSNA = new LabelFormat(
            "rsna",
            true,
            ',',
            "patientId",
            List.of("x", "y", "width", "height"),
            BoxForm.SIZE,
            "",
            "",
            "Target",
            "",
            false,
            "patientId",
            "",
            "Lung Opacity");

    /**
     * VinDr-CXR (Nguyen et al., Scientific Data 9:429, 2022) as Kaggle's challenge has it, and as PhysioNet has it, without
     * {@code class_id}: a row for each box of each reader, and one of class {@code No finding} for each who found nothing.
     */
    public static final LabelFormat VINDR = new LabelFormat(
            "vindr",
            true,
            ',',
            "image_id",
            List.of("x_min", "y_min", "x_max", "y_max"),
            BoxForm.CORNERS,
            "class_name",
            "class_id",
            "",
            "rad_id",
            false,
            "",
            "No finding",
            "");

    /** The boxes of NIH's ChestX-ray14 (Wang et al., CVPR 2017), whose header has commas within a name. */
    public static final LabelFormat NIH = new LabelFormat(
            "nih",
            true,
            ',',
            "Image Index",
            List.of("Bbox [x", "y", "w", "h]"),
            BoxForm.SIZE,
            "Finding Label",
            "",
            "",
            "",
            false,
            "",
            "No Finding",
            "");

    public LabelFormat {
        requireNonNull(form, "form is null");
        box = List.copyOf(box);
    }

    /** Where the columns of a table are, by name. */
    Map<String, Integer> places(CsvTable table) {
        List<String> names = new ArrayList<>();
        if (header && !table.rows().isEmpty()) {
            table.rows().get(0).cells().forEach(cell -> names.add(cell.strip()));
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String column : columns()) {
            int place = header ? names.indexOf(column) : Integer.parseInt(column) - 1;
            if (place >= 0) {
                places.put(column, place);
            }
        }
        return places;
    }

    /** All columns that it has. */
    List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(image));
        columns.addAll(box);
        columns.addAll(List.of(className, classId, target, reader, patient));
        return columns.stream().filter(column -> !column.isEmpty()).distinct().toList();
    }

    /** Those without which a table cannot be read. */
    List<String> needed() {
        return columns().stream()
                .filter(column -> !column.equals(classId) && (needsReader || !column.equals(reader)))
                .toList();
    }
}
