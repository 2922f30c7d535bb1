package org.fpn4j.data.mask;

import java.util.Arrays;

/** A closed line of at least three points, in continuous pixels; it may leave the image. */
public final class Polygon {
    /** How many points enclose something. */
    public static final int LEAST_POINTS = 3;

    private static final double FARTHEST = 2e8; // differences of five times as much are whole numbers of 32 bits

    private final double[] coordinates;

    /**
     * A polygon.
     *
     * @param coordinates x and y of one point after the other
     * @throws MalformedMaskException where they make no polygon
     */
    public Polygon(double[] coordinates) {
        this.coordinates = coordinates.clone();
        if (coordinates.length % 2 != 0) {
            throw new MalformedMaskException(
                    "polygon of numbers[" + coordinates.length + "] must have an x and a y for each point");
        }
        if (coordinates.length < 2 * LEAST_POINTS) {
            throw new MalformedMaskException(
                    "polygon of points[" + coordinates.length / 2 + "] must have at least " + LEAST_POINTS);
        }
        for (double coordinate : coordinates) {
            if (!(Math.abs(coordinate) <= FARTHEST)) {
                throw new MalformedMaskException(
                        "polygon with coordinate[" + coordinate + "] must lie within 2e8 pixels");
            }
        }
    }

    /** Number of points. */
    public int points() {
        return coordinates.length / 2;
    }

    /** Of a point; the first follows the last. */
    public double x(int point) {
        return coordinates[2 * (point % points())];
    }

    /** Of a point; the first follows the last. */
    public double y(int point) {
        return coordinates[2 * (point % points()) + 1];
    }

    /** What goes farther than a point may is left there. */
    Polygon moved(PixelMap map) {
        double[] moved = new double[coordinates.length];
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] = within(map.x(coordinates[i], coordinates[i + 1]));
            moved[i + 1] = within(map.y(coordinates[i], coordinates[i + 1]));
        }
        return new Polygon(moved);
    }

    private static double within(double coordinate) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, coordinate));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polygon polygon && Arrays.equals(coordinates, polygon.coordinates);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(coordinates);
    }

    @Override
    public String toString() {
        return Arrays.toString(coordinates);
    }
}
