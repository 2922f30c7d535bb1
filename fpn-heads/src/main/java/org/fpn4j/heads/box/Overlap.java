package org.fpn4j.heads.box;

import org.fpn4j.core.detection.Box;

/** Overlaps of boxes that lie in flat arrays {@code x1, y1, x2, y2}; no object is made. */
public final class Overlap {
    private Overlap() {}

    /** Intersection over union of the box at {@code offset} with another; 0 where they do not touch. */
    public static float iou(float[] boxes, int offset, Box other) {
        float intersection = intersection(boxes, offset, other);
        return intersection == 0 ? 0 : intersection / (other.area() + area(boxes, offset) - intersection);
    }

    /** Intersection over the area of the box at {@code offset}; 0 where they do not touch. */
    public static float intersectionOverArea(float[] boxes, int offset, Box other) {
        float intersection = intersection(boxes, offset, other);
        return intersection == 0 ? 0 : intersection / area(boxes, offset);
    }

    /** True where the centre of the box at {@code offset} lies inside the other, borders excluded. */
    public static boolean centerInside(float[] boxes, int offset, Box other) {
        float x = (boxes[offset] + boxes[offset + 2]) / 2;
        float y = (boxes[offset + 1] + boxes[offset + 3]) / 2;
        return x > other.x1() && x < other.x2() && y > other.y1() && y < other.y2();
    }

    /** Whether the box at {@code offset} belongs to an ignored region: its centre or its larger part lies inside. */
    public static boolean belongsTo(float[] boxes, int offset, Box region) {
        return centerInside(boxes, offset, region) || intersectionOverArea(boxes, offset, region) > 0.5f;
    }

    private static float intersection(float[] boxes, int offset, Box other) {
        float width = Math.min(boxes[offset + 2], other.x2()) - Math.max(boxes[offset], other.x1());
        float height = Math.min(boxes[offset + 3], other.y2()) - Math.max(boxes[offset + 1], other.y1());
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    private static float area(float[] boxes, int offset) {
        return (boxes[offset + 2] - boxes[offset]) * (boxes[offset + 3] - boxes[offset + 1]);
    }
}
