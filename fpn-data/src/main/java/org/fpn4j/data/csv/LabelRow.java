package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of a table of labels: what one reader says of one image.
 *
 * @param table that it stands in
 * @param line on which the row begins, from 1
 * @param image as the table names it
 * @param reader who looked; empty where the table does not say
 * @param patient whose image it is; empty where the table does not say
 * @param drawn what was found; empty: nothing, which makes a negative image and no missing one
 */
public record LabelRow(Path table, int line, String image, String reader, String patient, Optional<Drawn> drawn) {
    public LabelRow {
        requireNonNull(table, "table is null");
        requireNonNull(image, "image is null");
        requireNonNull(reader, "reader is null");
        requireNonNull(patient, "patient is null");
        requireNonNull(drawn, "drawn is null");
    }

    /** File and line. */
    public String where() {
        return table + ":" + line;
    }

    /**
     * A box with a class, in the pixels that it was drawn on.
     *
     * @param classId where the table has numbers for its classes, too
     * @param width negative where the edges are the wrong way round, likewise the height
     */
    public record Drawn(
            String className,
            OptionalLong classId,
            double x1,
            double y1,
            double x2,
            double y2,
            double width,
            double height) {
        public Drawn {
            requireNonNull(className, "className is null");
            requireNonNull(classId, "classId is null");
        }
    }
}
