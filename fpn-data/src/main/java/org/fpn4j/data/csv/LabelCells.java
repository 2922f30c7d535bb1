package org.fpn4j.data.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.data.csv.CsvTable.Row;
import org.fpn4j.data.csv.LabelRow.Drawn;
import org.fpn4j.data.dataset.RootFolder;

/** Turns the cells of a row into what they say, or tells why they say nothing. */
final class LabelCells {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,300}\\.?\\d{0,300}|\\.\\d{1,300})([eE][-+]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}(\\.0{1,15})?");

    private final Path file;
    private final LabelFormat format;
    private final Map<String, Integer> places;
    private final ToldRows told;
    private final int width; // of the header; of any row where there is none

    LabelCells(Path file, LabelFormat format, Map<String, Integer> places, int width, ToldRows told) {
        this.file = file;
        this.width = width;
        this.format = format;
        this.places = places;
        this.told = told;
    }

    /** What a row says; empty where that is told to be wrong. */
    Optional<LabelRow> read(Row row) {
        if (row.cells().size() > width) {
            told.add(
                    row.line(),
                    "row has [" + row.cells().size() + "] cells, the header [" + width
                            + "]; text with a separator stands in quotes");
            return Optional.empty();
        }
        String image = cell(row, format.image());
        Optional<String> fault = RootFolder.fault(image);
        if (fault.isPresent()) {
            told.add(row.line(), format.image() + "[" + image + "] names no image: " + fault.get());
            return Optional.empty();
        }
        String className = format.className().isEmpty() ? format.onlyClass() : cell(row, format.className());
        List<String> corners =
                format.box().stream().map(name -> cell(row, name)).toList();
        long empty = corners.stream().filter(String::isEmpty).count();
        boolean findsNothing = !format.nothing().isEmpty() && className.equals(format.nothing());
        if (empty == corners.size() || (findsNothing && isNoBox(corners))) {
            return nothing(row, image, className, findsNothing);
        }
        if (empty > 0) {
            told.add(row.line(), box(corners) + " has [" + empty + "] empty cells; all four or none may be empty");
            return Optional.empty();
        }
        return drawn(row, image, className, findsNothing, corners);
    }

    private Optional<LabelRow> nothing(Row row, String image, String className, boolean findsNothing) {
        boolean isTarget = !format.target().isEmpty() && !isZero(cell(row, format.target()));
        boolean hasClass = !format.className().isEmpty() && !className.isEmpty() && !findsNothing;
        if (isTarget) {
            told.add(row.line(), target(row) + " has no box; 0 marks an image without one");
        } else if (hasClass) {
            told.add(row.line(), format.className() + "[" + className + "] has no box");
        } else {
            return Optional.of(row(row, image, Optional.empty()));
        }
        return Optional.empty();
    }

    private Optional<LabelRow> drawn(
            Row row, String image, String className, boolean findsNothing, List<String> corners) {
        List<String> letters = new ArrayList<>();
        double[] numbers = new double[corners.size()];
        for (int i = 0; i < numbers.length; i++) {
            String cell = corners.get(i);
            numbers[i] = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
            if (!Double.isFinite(numbers[i])) {
                letters.add(format.box().get(i) + "[" + cell + "] is no number");
            }
        }
        boolean corner = format.form() == BoxForm.CORNERS;
        Drawn drawn = new Drawn(
                className,
                classId(row),
                numbers[0],
                numbers[1],
                corner ? numbers[2] : numbers[0] + numbers[2],
                corner ? numbers[3] : numbers[1] + numbers[3],
                corner ? numbers[2] - numbers[0] : numbers[2],
                corner ? numbers[3] - numbers[1] : numbers[3]);
        if (!letters.isEmpty()) {
            told.add(row.line(), String.join("; ", letters));
        } else if (drawn.width() < 0 || drawn.height() < 0) {
            turned(row, corners, corner);
        } else if (findsNothing) {
            told.add(row.line(), format.className() + "[" + className + "] has " + box(corners) + "; it must be empty");
        } else if (className.isEmpty()) {
            told.add(row.line(), box(corners) + " has no class: " + format.className() + "[] is empty");
        } else if (!format.target().isEmpty() && isZero(cell(row, format.target()))) {
            told.add(row.line(), target(row) + " has " + box(corners) + "; 1 marks a row with a box");
        } else if (!format.target().isEmpty() && !cell(row, format.target()).matches("1(\\.0)?")) {
            told.add(row.line(), target(row) + " must be 0 or 1");
        } else {
            return Optional.of(row(row, image, Optional.of(drawn)));
        }
        return Optional.empty();
    }

    private void turned(Row row, List<String> corners, boolean corner) {
        if (corner) {
            told.add(
                    row.line(),
                    box(corners) + " ends before it begins; the third and fourth number are its right and lower edge");
        } else {
            told.add(row.line(), box(corners) + " has a negative side");
        }
    }

    private LabelRow row(Row row, String image, Optional<Drawn> drawn) {
        return new LabelRow(file, row.line(), image, cell(row, format.reader()), cell(row, format.patient()), drawn);
    }

    private OptionalLong classId(Row row) {
        String cell = cell(row, format.classId());
        return WHOLE.matcher(cell).matches() ? OptionalLong.of((long) Double.parseDouble(cell)) : OptionalLong.empty();
    }

    /** Cells that somebody filled who could not leave them empty. */
    private static boolean isNoBox(List<String> corners) {
        return corners.stream().allMatch(LabelCells::isZero) || corners.equals(List.of("0", "0", "1", "1"));
    }

    private static boolean isZero(String cell) {
        return cell.matches("0(\\.0*)?");
    }

    private String target(Row row) {
        return format.target() + "[" + cell(row, format.target()) + "]";
    }

    /** The cells of a box with their columns. */
    private String box(List<String> corners) {
        return IntStream.range(0, corners.size())
                .mapToObj(i -> format.box().get(i) + "=" + corners.get(i))
                .collect(Collectors.joining(", ", "box[", "]"));
    }

    private String cell(Row row, String column) {
        Integer place = places.get(column);
        return place == null ? "" : row.cell(place);
    }
}
