package org.fpn4j.evaluation.coco;

/**
 * A detection as COCO results hold it.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 */
public record CocoDetection(
        long imageId, long categoryId, double x, double y, double width, double height, double score) {
    /** Square pixels of the box. */
    public double area() {
        return width * height;
    }

    /** The same of another image. */
    public CocoDetection ofImage(long id) {
        return new CocoDetection(id, categoryId, x, y, width, height, score);
    }

    /** The same of another category. */
    public CocoDetection ofCategory(long id) {
        return new CocoDetection(imageId, id, x, y, width, height, score);
    }
}
