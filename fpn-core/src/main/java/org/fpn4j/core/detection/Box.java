package org.fpn4j.core.detection;

/**
 * An axis-aligned box with continuous corners in pixels, {@code width = x2 - x1} (no +1). Pixel {@code i} covers
 * {@code [i, i + 1)}.
 */
public record Box(float x1, float y1, float x2, float y2) {
    /** From left to right; negative where the corners are the wrong way round. */
    public float width() {
        return x2 - x1;
    }

    /** From top to bottom; negative where the corners are the wrong way round. */
    public float height() {
        return y2 - y1;
    }

    /** Width times height. */
    public float area() {
        return width() * height();
    }

    /** The middle between left and right. */
    public float centerX() {
        return (x1 + x2) / 2;
    }

    /** The middle between top and bottom. */
    public float centerY() {
        return (y1 + y2) / 2;
    }

    /** True when both sides have a length. */
    public boolean hasArea() {
        return x2 > x1 && y2 > y1;
    }

    /** The part inside an image of the given size. */
    public Box clip(float imageWidth, float imageHeight) {
        return new Box(
                Math.max(0, Math.min(x1, imageWidth)),
                Math.max(0, Math.min(y1, imageHeight)),
                Math.max(0, Math.min(x2, imageWidth)),
                Math.max(0, Math.min(y2, imageHeight)));
    }

    /** Intersection over union in [0, 1]; 0 where both are empty. */
    public float iou(Box other) {
        float width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        float height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float intersection = width * height;
        return intersection / (area() + other.area() - intersection);
    }
}
