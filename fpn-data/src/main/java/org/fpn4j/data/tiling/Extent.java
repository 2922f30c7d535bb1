package org.fpn4j.data.tiling;

/**
 * A box with continuous corners in pixels of an image or a tile. Shares of its area are compared with a bound, so it is kept in
 * {@code double}.
 */
public record Extent(double x1, double y1, double x2, double y2) {
    /** Width times height; 0 where the corners are the wrong way round. */
    public double area() {
        return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
    }

    /** What both have; without area where that is nothing. */
    public Extent within(Extent other) {
        return new Extent(
                Math.max(x1, other.x1), Math.max(y1, other.y1), Math.min(x2, other.x2), Math.min(y2, other.y2));
    }

    /** The same further right and further down. */
    public Extent moved(double right, double down) {
        return new Extent(x1 + right, y1 + down, x2 + right, y2 + down);
    }
}
