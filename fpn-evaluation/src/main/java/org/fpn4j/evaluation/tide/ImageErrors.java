package org.fpn4j.evaluation.tide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.Overlap;

/** The detections of an image of all classes, matched with its objects, and what is wrong with those that found none. */
final class ImageErrors {
    private static final Comparator<CocoDetection> BY_DESCENDING_SCORE =
            (one, other) -> one.score() > other.score() ? -1 : one.score() < other.score() ? 1 : 0; // -0 equals 0

    private final TideThresholds thresholds;
    private final List<CocoObject> objects;
    private final List<CocoObject> regions;
    private final boolean[] taken;
    private final boolean[] isTarget;
    private final List<Found> found = new ArrayList<>();

    /** What a detection turned out to be. */
    enum Outcome {
        RIGHT,
        /** Lies in a region that counts neither way, though it has a mistake. */
        IGNORED,
        WRONG
    }

    /**
     * A detection.
     *
     * @param error of one that is not right
     * @param target place of the object that it was for; -1 where there is none, or where another found that
     */
    record Found(CocoDetection detection, Outcome outcome, ErrorKind error, int target) {}

    private ImageErrors(TideThresholds thresholds, List<CocoObject> all) {
        this.thresholds = thresholds;
        objects = all.stream().filter(CocoObject::counts).toList();
        regions = all.stream().filter(object -> !object.counts()).toList();
        taken = new boolean[objects.size()];
        isTarget = new boolean[objects.size()];
    }

    /**
     * Matches.
     *
     * @param most detections that count
     */
    static ImageErrors of(TideThresholds thresholds, List<CocoObject> all, List<CocoDetection> detections, int most) {
        ImageErrors errors = new ImageErrors(thresholds, all);
        List<CocoDetection> ranked = new ArrayList<>(detections);
        ranked.sort(BY_DESCENDING_SCORE); // stable
        List<CocoDetection> best = ranked.subList(0, Math.min(most, ranked.size()));
        boolean[] right = new boolean[best.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = errors.takes(best.get(i));
        }
        for (int i = 0; i < right.length; i++) {
            errors.found.add(errors.found(best.get(i), right[i]));
        }
        return errors;
    }

    private boolean takes(CocoDetection detection) {
        int target = -1;
        double largest = 0;
        for (int i = 0; i < taken.length; i++) {
            double iou = Overlap.BOXES.iou(detection, objects.get(i));
            if (!taken[i] && isOf(detection, i) && iou > largest) {
                largest = iou;
                target = i;
            }
        }
        if (largest < thresholds.found()) {
            return false;
        }
        taken[target] = true;
        return true;
    }

    private boolean isOf(CocoDetection detection, int object) {
        return objects.get(object).categoryId() == detection.categoryId();
    }

    private Found found(CocoDetection detection, boolean right) {
        if (right) {
            return new Found(detection, Outcome.RIGHT, null, -1);
        }
        int own = nearest(detection, true);
        int other = nearest(detection, false);
        double ownIou = iou(detection, own);
        double otherIou = iou(detection, other);
        ErrorKind error;
        int target = -1;
        if (ownIou >= thresholds.background() && ownIou <= thresholds.found()) {
            error = ErrorKind.LOC;
            target = own;
        } else if (otherIou >= thresholds.found()) {
            error = ErrorKind.CLS;
            target = other;
        } else if (ownIou >= thresholds.found()) {
            error = ErrorKind.DUPE; // nobody leaves such an object free
        } else if (Math.max(ownIou, otherIou) <= thresholds.background()) {
            error = ErrorKind.BKG;
        } else {
            error = ErrorKind.BOTH;
        }
        boolean isFree = target >= 0 && !taken[target];
        if (isFree) {
            isTarget[target] = true;
        }
        return new Found(
                detection, isIgnored(detection) ? Outcome.IGNORED : Outcome.WRONG, error, isFree ? target : -1);
    }

    /** The object with the largest IoU, the first of equals; -1 where none of that kind overlaps. */
    private int nearest(CocoDetection detection, boolean ofItsClass) {
        int nearest = -1;
        double largest = 0;
        for (int i = 0; i < taken.length; i++) {
            double iou = Overlap.BOXES.iou(detection, objects.get(i));
            if (isOf(detection, i) == ofItsClass && iou > largest) {
                largest = iou;
                nearest = i;
            }
        }
        return nearest;
    }

    private double iou(CocoDetection detection, int object) {
        return object < 0 ? 0 : Overlap.BOXES.iou(detection, objects.get(object));
    }

    private boolean isIgnored(CocoDetection detection) {
        return regions.stream()
                .anyMatch(region -> region.categoryId() == detection.categoryId()
                        && Overlap.BOXES.iou(detection, region) > thresholds.found());
    }

    List<CocoObject> objects() {
        return objects;
    }

    /** By descending score. */
    List<Found> found() {
        return found;
    }

    boolean isFound(int object) {
        return taken[object];
    }

    /** Whether a better class or box would find it. */
    boolean isTarget(int object) {
        return isTarget[object];
    }
}
