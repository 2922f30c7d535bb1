package org.fpn4j.data.transform;

import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.mask.PixelMap;

/**
 * Where a picture lies in the input: {@code input = scale * original + offset} on each axis, in continuous pixels.
 *
 * @param scaleX negative where the picture is mirrored
 * @param originalWidth of the picture, to which boxes are clipped on the way back
 */
public record Geometry(
        double scaleX, double scaleY, double offsetX, double offsetY, int originalWidth, int originalHeight) {
    /** The same for masks. */
    PixelMap pixelMap() {
        return new PixelMap(scaleX, scaleY, offsetX, offsetY);
    }

    /** A box of the original picture in pixels of the input, not clipped. */
    public Box toInput(Box box) {
        return ordered(
                scaleX * box.x1() + offsetX,
                scaleY * box.y1() + offsetY,
                scaleX * box.x2() + offsetX,
                scaleY * box.y2() + offsetY);
    }

    /** A box of the input in pixels of the original picture, clipped to it. */
    public Box toOriginal(Box box) {
        return unclipped(box).clip(originalWidth, originalHeight);
    }

    /** What was found in the input, in pixels of the original picture; its box is clipped to it. */
    public Detection toOriginal(Detection found) {
        return found.in(this::unclipped, originalWidth, originalHeight);
    }

    private Box unclipped(Box box) {
        return ordered(
                (box.x1() - offsetX) / scaleX,
                (box.y1() - offsetY) / scaleY,
                (box.x2() - offsetX) / scaleX,
                (box.y2() - offsetY) / scaleY);
    }

    private static Box ordered(double x1, double y1, double x2, double y2) {
        return new Box(
                (float) Math.min(x1, x2), (float) Math.min(y1, y2), (float) Math.max(x1, x2), (float) Math.max(y1, y2));
    }
}
