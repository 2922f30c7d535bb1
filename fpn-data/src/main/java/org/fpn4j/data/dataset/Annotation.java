package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.Box;

/**
 * One object in an image.
 *
 * @param id unique within the data set
 * @param categoryIndex index into the data set's categories
 * @param box inside the image, in its pixels, with area
 * @param area square pixels by which scoring sorts sizes; that of the segmentation where the file gives it
 * @param crowd a region that is neither an object to find nor background: a crowd in COCO, difficult in Pascal VOC
 */
public record Annotation(long id, int categoryIndex, Box box, double area, boolean crowd) {
    public Annotation {
        requireNonNull(box, "box is null");
    }
}
