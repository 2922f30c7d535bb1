package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;

/**
 * What the columns of a table are called: names in its header, or numbers from 1 where it has none.
 *
 * @param image name of the picture's file, relative to the folder of pictures; its ending may be left out
 * @param box four columns, all empty in the row of an image without objects
 * @param form what these are: corners (x1, y1, x2, y2) or size (x, y, width, height), in pixels
 * @param className name of the class
 * @param reader who drew the box; empty: nobody says
 * @param patient whose image it is; empty: nobody says
 */
public record LabelColumns(
        String image,
        @Count(min = 4, max = 4) List<String> box,
        BoxForm form,
        String className,
        String reader,
        String patient) {
    public LabelColumns {
        requireNonNull(form, "form is null");
        box = List.copyOf(box);
        FieldChecks.of(LabelColumns.class)
                .bounds("box", box)
                .require(!image.isBlank(), "image", image, "must name a column")
                .require(!className.isBlank(), "className", className, "must name a column")
                .require(box.stream().noneMatch(String::isBlank), "box", box, "must name four columns")
                .done();
    }

    /** The names that people mostly use. */
    public LabelColumns() {
        this("image", List.of("x1", "y1", "x2", "y2"), BoxForm.CORNERS, "class", "", "");
    }

    List<String> all() {
        List<String> all = new ArrayList<>(box);
        all.addAll(List.of(image, className, reader, patient));
        return all.stream().filter(column -> !column.isEmpty()).toList();
    }
}
