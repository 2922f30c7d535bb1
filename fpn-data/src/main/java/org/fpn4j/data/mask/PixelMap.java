package org.fpn4j.data.mask;

/**
 * Where the pixels of one image lie in another: {@code there = scale * here + offset} on each axis, in continuous pixels.
 *
 * @param scaleX negative where left and right are exchanged, never 0
 */
public record PixelMap(double scaleX, double scaleY, double offsetX, double offsetY) {
    /** Every pixel stays. */
    public static final PixelMap SAME = new PixelMap(1, 1, 0, 0);

    double x(double here) {
        return scaleX * here + offsetX;
    }

    double y(double here) {
        return scaleY * here + offsetY;
    }

    /** The column here in which the middle of a column there lies. */
    int columnHere(int there) {
        return (int) Math.floor((there + 0.5 - offsetX) / scaleX);
    }

    /** The row here in which the middle of a row there lies. */
    int rowHere(int there) {
        return (int) Math.floor((there + 0.5 - offsetY) / scaleY);
    }
}
