package org.fpn4j.data.scoring;

/**
 * A ground truth object as scoring sees it: exactly as the file has it, neither clipped nor dropped.
 *
 * @param x left edge in pixels; width and height reach right and down from x, y
 * @param area square pixels, by which objects are small, medium or large
 * @param crowd neither to be found nor counted against a detection
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
        boolean crowd) {}
