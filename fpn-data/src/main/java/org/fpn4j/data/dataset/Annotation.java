package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.Box;

/**
 * One object in an image, as training sees it.
 *
 * @param id unique within the data set
 * @param categoryIndex index into the data set's categories
 * @param box inside the image, in its pixels, with area
 * @param area square pixels by which scoring sorts sizes; that of the segmentation where the file gives it
 * @param kind all but objects are neither to be found nor background
 */
public record Annotation(long id, int categoryIndex, Box box, double area, ObjectKind kind) {
    public Annotation {
        requireNonNull(box, "box is null");
        requireNonNull(kind, "kind is null");
    }
}
