package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.data.mask.RunLengthMask;

/**
 * A detection as COCO results hold it.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 * @param mask where masks are scored
 */
public record CocoDetection(
        long imageId,
        long categoryId,
        double x,
        double y,
        double width,
        double height,
        double score,
        Optional<RunLengthMask> mask) {
    public CocoDetection {
        requireNonNull(mask, "mask is null");
    }

    /** One of which the box alone is known. */
    public CocoDetection(long imageId, long categoryId, double x, double y, double width, double height, double score) {
        this(imageId, categoryId, x, y, width, height, score, Optional.empty());
    }

    /** Square pixels of the box. */
    public double area() {
        return width * height;
    }

    /** The same of another image. */
    public CocoDetection ofImage(long id) {
        return new CocoDetection(id, categoryId, x, y, width, height, score, mask);
    }

    /** The same with the pixels that it covers. */
    public CocoDetection with(RunLengthMask pixels) {
        return new CocoDetection(imageId, categoryId, x, y, width, height, score, Optional.of(pixels));
    }

    /** The same of another category. */
    public CocoDetection ofCategory(long id) {
        return new CocoDetection(imageId, id, x, y, width, height, score, mask);
    }
}
