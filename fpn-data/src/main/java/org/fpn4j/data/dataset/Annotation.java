package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.Segmentation;

/**
 * One object in an image, as training sees it.
 *
 * @param id unique within the data set
 * @param categoryIndex index into the data set's categories
 * @param box inside the image, in its pixels, with area
 * @param area square pixels by which scoring sorts sizes; that of the segmentation where the file gives it
 * @param kind all but objects are neither to be found nor background
 * @param mask in pixels of the image; where masks are read every object has one
 */
public record Annotation(
        long id, int categoryIndex, Box box, double area, ObjectKind kind, Optional<Segmentation> mask) {
    public Annotation {
        requireNonNull(box, "box is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(mask, "mask is null");
    }

    /** One of which the box alone is known. */
    public Annotation(long id, int categoryIndex, Box box, double area, ObjectKind kind) {
        this(id, categoryIndex, box, area, kind, Optional.empty());
    }
}
