package org.fpn4j.data.image;

/**
 * How large a pixel is.
 *
 * @param x millimetres from the centre of a pixel to that of the one on its right
 * @param y millimetres to that of the one below
 */
public record PixelSpacing(double x, double y) {
    /** The smallest that a file may have, a nanometre. */
    public static final double LEAST = 1e-6;

    /** The largest that a file may have, a kilometre. */
    public static final double MOST = 1e6;

    public PixelSpacing {
        boolean isLength = x > 0 && y > 0 && x < Double.POSITIVE_INFINITY && y < Double.POSITIVE_INFINITY;
        if (!isLength) {
            throw new IllegalArgumentException("spacing[" + x + ", " + y + "] must be above 0");
        }
    }

    /** That of a picture that was resized: so many of its pixels make one of this. */
    public PixelSpacing resized(double factorX, double factorY) {
        return new PixelSpacing(x / factorX, y / factorY);
    }

    /** The longer side of a box in millimetres. */
    public double longestSide(double width, double height) {
        return Math.max(width * x, height * y);
    }
}
