package org.fpn4j.data.transform;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;

/**
 * What of the input is hidden, in whole pixels.
 *
 * @param rectangles may overlap
 */
record Cover(List<Box> rectangles) {
    Cover {
        rectangles = List.copyOf(rectangles);
    }

    /** Rectangles with their edges on those of pixels, cut to what a box has. */
    static Cover of(List<Box> rectangles, Box within) {
        return new Cover(rectangles.stream()
                .map(box -> common(
                        new Box(Math.round(box.x1()), Math.round(box.y1()), Math.round(box.x2()), Math.round(box.y2())),
                        within))
                .filter(Box::hasArea)
                .toList());
    }

    /** Area of a box that is hidden. */
    double hidden(Box box) {
        List<Box> parts = rectangles.stream()
                .map(rectangle -> common(rectangle, box))
                .filter(Box::hasArea)
                .toList();
        double[] x = edges(parts.stream().flatMap(part -> Stream.of(part.x1(), part.x2())));
        double[] y = edges(parts.stream().flatMap(part -> Stream.of(part.y1(), part.y2())));
        double area = 0;
        for (int column = 1; column < x.length; column++) {
            for (int row = 1; row < y.length; row++) {
                double left = x[column - 1];
                double top = y[row - 1];
                if (parts.stream()
                        .anyMatch(
                                part -> part.x1() <= left && left < part.x2() && part.y1() <= top && top < part.y2())) {
                    area += (x[column] - left) * (y[row] - top);
                }
            }
        }
        return area;
    }

    private static double[] edges(Stream<Float> values) {
        return values.flatMapToDouble(value -> DoubleStream.of(value))
                .sorted()
                .distinct()
                .toArray();
    }

    private static Box common(Box one, Box other) {
        return new Box(
                Math.max(one.x1(), other.x1()),
                Math.max(one.y1(), other.y1()),
                Math.min(one.x2(), other.x2()),
                Math.min(one.y2(), other.y2()));
    }
}
