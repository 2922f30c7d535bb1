package org.fpn4j.core.merging;

/**
 * A box as somebody drew it, in continuous pixels or any other unit that all of an image's boxes share.
 *
 * @param label class index
 * @param score in [0, 1]; 1 where it is no model's
 */
public record ScoredBox(int label, double score, double x1, double y1, double x2, double y2) {
    /** Width times height; 0 where the corners are the wrong way round. */
    public double area() {
        return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
    }

    /** Intersection over union in [0, 1]; 0 where both are empty. */
    public double iou(ScoredBox other) {
        double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        return width * height / (area() + other.area() - width * height);
    }
}
