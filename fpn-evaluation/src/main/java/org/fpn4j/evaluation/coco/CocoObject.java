package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.mask.RunLengthMask;

/**
 * A ground truth object as scoring sees it: exactly as the file has it, neither clipped nor dropped.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 * @param area square pixels, by which objects are small, medium or large
 * @param kind crowds and difficult objects are neither to be found nor counted against a detection
 * @param mask where masks are scored
 */
public record CocoObject(
        long id,
        long imageId,
        long categoryId,
        double x,
        double y,
        double width,
        double height,
        double area,
        ObjectKind kind,
        Optional<RunLengthMask> mask) {
    public CocoObject {
        requireNonNull(kind, "kind is null");
        requireNonNull(mask, "mask is null");
    }

    /** One of which the box alone is known. */
    public CocoObject(
            long id,
            long imageId,
            long categoryId,
            double x,
            double y,
            double width,
            double height,
            double area,
            ObjectKind kind) {
        this(id, imageId, categoryId, x, y, width, height, area, kind, Optional.empty());
    }

    /** An object or, as COCO's files know it, a crowd. */
    public CocoObject(
            long id,
            long imageId,
            long categoryId,
            double x,
            double y,
            double width,
            double height,
            double area,
            boolean crowd) {
        this(id, imageId, categoryId, x, y, width, height, area, crowd ? ObjectKind.CROWD : ObjectKind.OBJECT);
    }

    /** Whether a detection that finds it counts. */
    public boolean counts() {
        return kind == ObjectKind.OBJECT;
    }

    /** The same of another category. */
    public CocoObject ofCategory(long category) {
        return new CocoObject(id, imageId, category, x, y, width, height, area, kind, mask);
    }

    /** The same of another image, by another id. */
    public CocoObject copied(long otherId, long image) {
        return new CocoObject(otherId, image, categoryId, x, y, width, height, area, kind, mask);
    }

    /** The same with the pixels that it covers. */
    public CocoObject with(RunLengthMask pixels) {
        return new CocoObject(id, imageId, categoryId, x, y, width, height, area, kind, Optional.of(pixels));
    }
}
