package org.fpn4j.evaluation.froc;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Sensitivity against false positives per image, a point for each score that some detection has: what has that score or more.
 * Before them stands what nothing scores.
 *
 * <p>Bunch et al.: A free-response approach to the measurement and characterization of radiographic observer performance, Journal
 * of Applied Photographic Engineering 4, 1978.
 */
public final class FrocCurve {
    private static final double NOTHING = -1;

    private final double[] thresholds; // of points, descending
    private final long[] alarms;
    private final long[] found;
    private final long lesions;
    private final long images;

    private FrocCurve(double[] thresholds, long[] alarms, long[] found, long lesions, long images) {
        this.thresholds = thresholds;
        this.alarms = alarms;
        this.found = found;
        this.lesions = lesions;
        this.images = images;
    }

    /**
     * A point.
     *
     * @param threshold the least score; infinite in the first point
     * @param rate false positives per image; -1 where there is no image
     * @param sensitivity found lesions per lesion; -1 where there is no lesion
     */
    public record Point(double threshold, double rate, double sensitivity) {}

    /**
     * Counts.
     *
     * @param copies how often each image counts
     * @param isWanted which lesions count; others may be found without a false positive
     */
    static FrocCurve of(Marks marks, int[] copies, RateImages rateImages, Predicate<Marks.Lesion> isWanted) {
        int count = marks.lesions().size();
        int[] worth = new int[count];
        long lesions = 0;
        for (int i = 0; i < count; i++) {
            Marks.Lesion lesion = marks.lesions().get(i);
            worth[i] = isWanted.test(lesion) ? copies[lesion.place()] : 0;
            lesions += worth[i];
        }
        long images = 0;
        int[] alarming = new int[copies.length];
        for (int place = 0; place < copies.length; place++) {
            alarming[place] = rateImages == RateImages.ALL || marks.isNegative(place) ? copies[place] : 0;
            images += alarming[place];
        }
        double[] thresholds = new double[marks.size() + 1];
        long[] alarms = new long[marks.size() + 1];
        long[] found = new long[marks.size() + 1];
        thresholds[0] = Double.POSITIVE_INFINITY;
        int point = 0;
        for (int i = 0; i < marks.size(); i++) {
            if (copies[marks.place(i)] == 0) {
                continue;
            }
            if (marks.score(i) != thresholds[point]) {
                point++;
                thresholds[point] = marks.score(i);
                alarms[point] = alarms[point - 1];
                found[point] = found[point - 1];
            }
            alarms[point] += marks.isFalse(i) ? alarming[marks.place(i)] : 0;
            for (int lesion : marks.found(i)) {
                found[point] += worth[lesion];
            }
        }
        int points = point + 1;
        return new FrocCurve(
                Arrays.copyOf(thresholds, points),
                Arrays.copyOf(alarms, points),
                Arrays.copyOf(found, points),
                lesions,
                images);
    }

    /** By descending threshold. */
    public List<Point> points() {
        return IntStream.range(0, thresholds.length)
                .mapToObj(point -> new Point(
                        thresholds[point],
                        images == 0 ? NOTHING : rate(point),
                        lesions == 0 ? NOTHING : sensitivity(point)))
                .toList();
    }

    /** How many lesions count. */
    public long lesions() {
        return lesions;
    }

    /** How many images the rate is over. */
    public long images() {
        return images;
    }

    private double rate(int point) {
        return (double) alarms[point] / images;
    }

    private double sensitivity(int point) {
        return (double) found[point] / lesions;
    }

    /** The sensitivity at a rate; -1 where there is no lesion or no image. */
    public double sensitivity(double rate, RateReading reading) {
        if (lesions == 0 || images == 0) {
            return NOTHING;
        }
        int last = last(rate, reading);
        double reached = sensitivity(last);
        int next = last + 1;
        if (next == thresholds.length || reading == RateReading.STEP || reading == RateReading.BELOW) {
            return reached;
        }
        double above = sensitivity(reading == RateReading.LINEAR ? last(rate(next), reading) : next);
        return reached + (above - reached) * (rate - rate(last)) / (rate(next) - rate(last));
    }

    /** The mean of the sensitivities at some rates; -1 where there is none. */
    public double score(List<Double> rates, RateReading reading) {
        double sum = 0;
        for (double rate : rates) {
            double sensitivity = sensitivity(rate, reading);
            if (sensitivity < 0) {
                return NOTHING;
            }
            sum += sensitivity;
        }
        return sum / rates.size();
    }

    /** The least threshold that keeps to a rate; empty where no detection does. */
    public OptionalDouble threshold(double rate, RateReading reading) {
        if (images == 0) {
            return OptionalDouble.empty();
        }
        double threshold = thresholds[last(rate, reading)];
        return Double.isFinite(threshold) ? OptionalDouble.of(threshold) : OptionalDouble.empty();
    }

    /** The last point that keeps to a rate; both grow from point to point, so it is the highest, too. */
    private int last(double rate, RateReading reading) {
        int low = 0; // keeps to it
        int high = thresholds.length; // does not
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            double there = rate(middle);
            if (reading == RateReading.BELOW ? there < rate : there <= rate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** False positives per image of what has a score or more; -1 where there is no image. */
    double rateAt(double least) {
        int point = 0;
        while (point + 1 < thresholds.length && thresholds[point + 1] >= least) {
            point++;
        }
        return images == 0 ? NOTHING : rate(point);
    }
}
