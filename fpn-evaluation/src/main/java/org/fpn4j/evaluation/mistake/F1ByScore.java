package org.fpn4j.evaluation.mistake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;

/**
 * How many detections are right, and how many wrong, from each of the scores 0.00, 0.01 .. 1.00 on. Scores of detectors do not mean the
 * same, so detectors are looked at side by side from the score on at which each does best.
 *
 * <p>Detections with lower scores change nothing of those with higher ones, so all are matched once.
 *
 * @param objects that are to be found
 * @param right by score
 * @param wrong by score
 */
public record F1ByScore(long objects, List<Long> right, List<Long> wrong) {
    private static final int HUNDRED = 100;

    public F1ByScore {
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
    }

    /**
     * Matches.
     *
     * @param iou least overlap of a detection and the object that it is of
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    public static F1ByScore of(CocoGroundTruth truth, List<CocoDetection> detections, double iou) {
        return ofClasses(truth, detections, iou).values().stream().reduce(new Tally().counted(), F1ByScore::plus);
    }

    /** The same of each class by itself, by its id. */
    public static SortedMap<Long, F1ByScore> ofClasses(
            CocoGroundTruth truth, List<CocoDetection> detections, double iou) {
        SortedMap<Long, Tally> tallies = new TreeMap<>();
        truth.categories().keySet().forEach(category -> tallies.put(category, new Tally()));
        for (ImageMatches image :
                ImageMatches.of(truth, detections, new MatchRule(0, iou)).values()) {
            for (ImageMatches.Pair pair : image.pairs()) {
                pair.object().ifPresent(object -> tallies.get(object.categoryId()).objects++);
                pair.detection().ifPresent(detection -> {
                    Tally tally = tallies.get(detection.categoryId());
                    (pair.isRight() ? tally.right : tally.wrong)[step(detection.score())]++;
                });
            }
        }
        SortedMap<Long, F1ByScore> classes = new TreeMap<>();
        tallies.forEach((category, tally) -> classes.put(category, tally.counted()));
        return classes;
    }

    private static final class Tally {
        private long objects;
        private final long[] right = new long[HUNDRED + 1];
        private final long[] wrong = new long[HUNDRED + 1];

        F1ByScore counted() {
            return new F1ByScore(objects, fromThereOn(right), fromThereOn(wrong));
        }
    }

    /** The largest step whose score is not above this one. */
    private static int step(double score) {
        int step = (int) Math.min(HUNDRED, Math.max(0, HUNDRED * score));
        if (step < HUNDRED && score(step + 1) <= score) {
            return step + 1;
        }
        return step > 0 && score(step) > score ? step - 1 : step;
    }

    private static double score(int step) {
        return step / (double) HUNDRED;
    }

    private static List<Long> fromThereOn(long[] counts) {
        List<Long> sums = new ArrayList<>();
        for (int step = 0; step < counts.length; step++) {
            long sum = 0;
            for (int above = step; above < counts.length; above++) {
                sum += counts[above];
            }
            sums.add(sum);
        }
        return sums;
    }

    /** Both together, as of several runs. */
    public F1ByScore plus(F1ByScore other) {
        List<Long> rights = new ArrayList<>();
        List<Long> wrongs = new ArrayList<>();
        for (int step = 0; step <= HUNDRED; step++) {
            rights.add(right.get(step) + other.right.get(step));
            wrongs.add(wrong.get(step) + other.wrong.get(step));
        }
        return new F1ByScore(objects + other.objects, rights, wrongs);
    }

    /** The score from which on F1 of all images together is largest, of equals the highest; empty where nothing is right. */
    public OptionalDouble best() {
        int best = -1;
        for (int step = 0; step <= HUNDRED; step++) {
            if (right.get(step) > 0 && (best < 0 || f1(step) >= f1(best))) {
                best = step;
            }
        }
        return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(score(best));
    }

    /**
     * What comes of using detections from one of the scores on.
     *
     * @param score is taken for the nearest hundredth
     * @param images that were looked at
     */
    public OperatingPoint at(double score, int images) {
        int step = (int) Math.round(HUNDRED * score);
        double found = right.get(step) + wrong.get(step);
        return new OperatingPoint(
                score(step),
                found > 0 ? right.get(step) / found : OperatingPoint.NOTHING,
                objects > 0 ? right.get(step) / (double) objects : OperatingPoint.NOTHING,
                found + objects > 0 ? f1(step) : OperatingPoint.NOTHING,
                images > 0 ? wrong.get(step) / (double) images : OperatingPoint.NOTHING);
    }

    /** The same of each of the scores, lowest first. */
    public List<OperatingPoint> points(int images) {
        return IntStream.rangeClosed(0, HUNDRED)
                .mapToObj(step -> at(score(step), images))
                .toList();
    }

    /** {@code 2 right / (detections + objects)}. */
    private double f1(int step) {
        return 2.0 * right.get(step) / (right.get(step) + wrong.get(step) + objects);
    }
}
