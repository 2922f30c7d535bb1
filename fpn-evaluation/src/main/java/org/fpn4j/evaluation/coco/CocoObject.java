package org.fpn4j.evaluation.coco;

import org.fpn4j.data.dataset.ObjectKind;

/**
 * A ground truth object as scoring sees it: exactly as the file has it, neither clipped nor dropped.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 * @param area square pixels, by which objects are small, medium or large
 * @param kind crowds and difficult objects are neither to be found nor counted against a detection
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
        ObjectKind kind) {
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
        return new CocoObject(id, imageId, category, x, y, width, height, area, kind);
    }
}
