package org.fpn4j.experiments.benchmark;

import java.util.Arrays;

/**
 * Durations of one thing done several times.
 *
 * @param min the shortest, milliseconds
 * @param median the middle one, milliseconds; of an even number the mean of the two in the middle
 */
public record Times(double min, double median) {
    /**
     * Sums up durations.
     *
     * @param nanoseconds one or more
     */
    public static Times of(long... nanoseconds) {
        if (nanoseconds.length == 0) {
            throw new IllegalArgumentException("no durations");
        }
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return new Times(sorted[0] / 1e6, median / 1e6);
    }
}
