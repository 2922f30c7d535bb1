package org.fpn4j.evaluation.coco;

/**
 * A detection as COCO results hold it.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 */
public record CocoDetection(
        long imageId, long categoryId, double x, double y, double width, double height, double score) {
    double area() {
        return width * height;
    }
}
