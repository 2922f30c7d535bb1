package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.mask.PixelMap;

/**
 * Where a picture lies in the input, in continuous pixels. A box becomes the extent of its corners: where the picture is turned
 * it grows, and on the way back again. Along the axes the way back is exact up to rounding.
 *
 * @param map from the original picture to the input
 * @param originalWidth of the picture, to which boxes are clipped on the way back
 */
public record Geometry(PixelMap map, int originalWidth, int originalHeight) {
    public Geometry {
        requireNonNull(map, "map is null");
    }

    /** Along the axes: {@code input = scale * original + offset} on each, {@code scaleX} negative where it is mirrored. */
    public Geometry(
            double scaleX, double scaleY, double offsetX, double offsetY, int originalWidth, int originalHeight) {
        this(new PixelMap(scaleX, scaleY, offsetX, offsetY), originalWidth, originalHeight);
    }

    /** A box of the original picture in pixels of the input, not clipped. */
    public Box toInput(Box box) {
        return extent(box, map::x, map::y);
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
        return extent(box, map::xHere, map::yHere);
    }

    private static Box extent(Box box, DoubleBinaryOperator toX, DoubleBinaryOperator toY) {
        double[] x = corners(box, toX);
        double[] y = corners(box, toY);
        return new Box((float) x[0], (float) y[0], (float) x[3], (float) y[3]);
    }

    /** One coordinate of all four, smallest first. */
    private static double[] corners(Box box, DoubleBinaryOperator coordinate) {
        double[] values = {
            coordinate.applyAsDouble(box.x1(), box.y1()),
            coordinate.applyAsDouble(box.x2(), box.y1()),
            coordinate.applyAsDouble(box.x1(), box.y2()),
            coordinate.applyAsDouble(box.x2(), box.y2())
        };
        Arrays.sort(values);
        return values;
    }
}
