package org.fpn4j.evaluation.mistake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
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
        long objects = 0;
        long[] right = new long[HUNDRED + 1];
        long[] wrong = new long[HUNDRED + 1];
        for (ImageMatches image :
                ImageMatches.of(truth, detections, new MatchRule(0, iou)).values()) {
            for (ImageMatches.Pair pair : image.pairs()) {
                objects += pair.object().isPresent() ? 1 : 0;
                if (pair.detection().isPresent()) {
                    int step = step(pair.detection().get().score());
                    (pair.isRight() ? right : wrong)[step]++;
                }
            }
        }
        return new F1ByScore(objects, fromThereOn(right), fromThereOn(wrong));
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
        OptionalDouble best = OptionalDouble.empty();
        double largest = 0;
        for (int step = 0; step <= HUNDRED; step++) {
            if (right.get(step) > 0 && f1(step) >= largest) {
                largest = f1(step);
                best = OptionalDouble.of(score(step));
            }
        }
        return best;
    }

    /** {@code 2 right / (detections + objects)}. */
    private double f1(int step) {
        return 2.0 * right.get(step) / (right.get(step) + wrong.get(step) + objects);
    }
}
