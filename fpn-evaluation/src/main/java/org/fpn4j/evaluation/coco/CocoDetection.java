package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.ImageEntry;
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

    /** What a detector found in an image, in its pixels; with the pixels that it covers where the detector says which. */
    public static CocoDetection of(Detection detection, ImageEntry image, long categoryId) {
        Box box = detection.box();
        Optional<RunLengthMask> mask =
                detection.mask().map(within -> RunLengthMask.of(within.on(image.height(), image.width())));
        return new CocoDetection(
                image.id(), categoryId, box.x1(), box.y1(), box.width(), box.height(), detection.score(), mask);
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
