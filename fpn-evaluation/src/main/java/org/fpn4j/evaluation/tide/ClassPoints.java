package org.fpn4j.evaluation.tide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The detections of a class by descending score, and its objects; of both, how many are in a draw of images is asked later. */
final class ClassPoints {
    private static final int RECALLS = 101; // 0.00, 0.01 .. 1.00

    private final int[] places;
    private final boolean[] positive;
    private final int[] objects; // by the place of their image

    /**
     * A detection that counts.
     *
     * @param place of its image
     */
    record Point(int place, double score, boolean positive) {}

    ClassPoints(List<Point> points, int[] objects) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(
                Comparator.comparingDouble((Point point) -> point.score() + 0.0).reversed()); // stable; -0 equals 0
        places = sorted.stream().mapToInt(Point::place).toArray();
        positive = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            positive[i] = sorted.get(i).positive();
        }
        this.objects = objects.clone();
    }

    /** Whether the class has an object or a detection. */
    boolean isThere(int[] copies) {
        for (int place : places) {
            if (copies[place] > 0) {
                return true;
            }
        }
        return objects(copies) > 0;
    }

    long objects(int[] copies) {
        long count = 0;
        for (int place = 0; place < copies.length; place++) {
            count += (long) copies[place] * objects[place];
        }
        return count;
    }

    /** The mean over 101 recalls of the highest precision from there on; 0 where there is no object. */
    double precision(int[] copies) {
        long all = objects(copies);
        if (all == 0) {
            return 0;
        }
        double[] recalls = new double[places.length]; // of true positives, which are all that can be the highest
        double[] precisions = new double[places.length];
        int count = 0;
        long hits = 0;
        long seen = 0;
        for (int i = 0; i < places.length; i++) {
            int times = copies[places[i]];
            seen += times;
            if (positive[i] && times > 0) {
                hits += times;
                recalls[count] = (double) hits / all;
                precisions[count] = (double) hits / seen;
                count++;
            }
        }
        for (int i = count - 1; i > 0; i--) {
            precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
        }
        double sum = 0;
        int next = 0;
        for (int recall = 0; recall < RECALLS; recall++) {
            while (next < count && recalls[next] < recall / (RECALLS - 1.0)) {
                next++;
            }
            sum += next < count ? precisions[next] : 0;
        }
        return sum / RECALLS;
    }
}
