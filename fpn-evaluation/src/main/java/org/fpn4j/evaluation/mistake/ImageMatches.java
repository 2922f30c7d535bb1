package org.fpn4j.evaluation.mistake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.Overlap;

/**
 * Which detection of an image is of which object, each at most once:
 *
 * <ol>
 * <li>class by class as COCO matches, so that what is right here is a true positive there: detections by descending score, each
 *     takes the free object of its class with the largest IoU at or above the threshold;
 * <li>a detection that is left over and lies on a crowd or a difficult object of its class is neither right nor wrong, and is
 *     left out;
 * <li>what is still left over is matched across classes, pairs by descending IoU: these are confused;
 * <li>objects that remain are missed, detections that remain are of the background.
 * </ol>
 *
 * <p>Differs from Ultralytics' and mmdetection's confusion matrices, which match without regard to classes: there a detection of
 * another class that overlaps an object a little more makes the right one a false positive.
 *
 * @param pairs in which an object, or a detection, may be missing
 */
record ImageMatches(List<Pair> pairs) {
    /** An object and its detection. */
    record Pair(Optional<CocoObject> object, Optional<CocoDetection> detection) {
        boolean isRight() {
            return object.isPresent()
                    && detection.isPresent()
                    && object.get().categoryId() == detection.get().categoryId();
        }
    }

    private record Overlapping(int object, int detection, double iou) {}

    ImageMatches {
        pairs = List.copyOf(pairs);
    }

    /**
     * Matches what is in each image, by its id.
     *
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    static SortedMap<Long, ImageMatches> of(CocoGroundTruth truth, List<CocoDetection> detections, MatchRule rule) {
        Map<Long, List<CocoObject>> objectsOf = new HashMap<>();
        Map<Long, List<CocoDetection>> detectionsOf = new HashMap<>();
        for (long image : truth.imageIds()) {
            objectsOf.put(image, new ArrayList<>());
            detectionsOf.put(image, new ArrayList<>());
        }
        for (CocoObject object : truth.objects()) {
            if (truth.categories().containsKey(object.categoryId()) && objectsOf.containsKey(object.imageId())) {
                objectsOf.get(object.imageId()).add(object);
            }
        }
        for (CocoDetection detection : detections) {
            if (!detectionsOf.containsKey(detection.imageId())) {
                throw new IllegalArgumentException(
                        "image_id[" + detection.imageId() + "] is not among the images of the ground truth");
            }
            if (truth.categories().containsKey(detection.categoryId())) {
                detectionsOf.get(detection.imageId()).add(detection);
            }
        }
        SortedMap<Long, ImageMatches> matches = new TreeMap<>();
        for (long image : truth.imageIds()) {
            matches.put(image, of(objectsOf.get(image), detectionsOf.get(image), rule));
        }
        return matches;
    }

    /** Matches what is in one image. */
    static ImageMatches of(List<CocoObject> objects, List<CocoDetection> detections, MatchRule rule) {
        List<CocoDetection> byScore = new ArrayList<>(detections);
        byScore.removeIf(detection -> detection.score() < rule.score());
        byScore.sort(Comparator.comparingDouble(CocoDetection::score).reversed()); // stable
        List<CocoObject> free = new ArrayList<>(objects);
        free.removeIf(object -> !object.counts());
        List<CocoDetection> leftOver = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (CocoDetection detection : byScore) {
            OptionalInt best = best(detection, free, rule);
            if (best.isPresent()) {
                pairs.add(new Pair(Optional.of(free.remove(best.getAsInt())), Optional.of(detection)));
            } else if (!isExcused(detection, objects, rule)) {
                leftOver.add(detection);
            }
        }
        confuse(free, leftOver, rule, pairs);
        free.forEach(object -> pairs.add(new Pair(Optional.of(object), Optional.empty())));
        leftOver.forEach(detection -> pairs.add(new Pair(Optional.empty(), Optional.of(detection))));
        return new ImageMatches(pairs);
    }

    /** Of equals the later one, as in COCO's matching. */
    private static OptionalInt best(CocoDetection detection, List<CocoObject> free, MatchRule rule) {
        double largest = rule.iou();
        OptionalInt best = OptionalInt.empty();
        for (int i = 0; i < free.size(); i++) {
            if (free.get(i).categoryId() == detection.categoryId()
                    && Overlap.BOXES.iou(detection, free.get(i)) >= largest) {
                largest = Overlap.BOXES.iou(detection, free.get(i));
                best = OptionalInt.of(i);
            }
        }
        return best;
    }

    private static boolean isExcused(CocoDetection detection, List<CocoObject> objects, MatchRule rule) {
        return objects.stream()
                .anyMatch(object -> !object.counts()
                        && object.categoryId() == detection.categoryId()
                        && Overlap.BOXES.iou(detection, object) >= rule.iou());
    }

    /** Moves what overlaps across classes from both lists to the pairs. */
    private static void confuse(List<CocoObject> free, List<CocoDetection> leftOver, MatchRule rule, List<Pair> pairs) {
        List<Overlapping> overlapping = new ArrayList<>();
        for (int detection = 0; detection < leftOver.size(); detection++) {
            for (int object = 0; object < free.size(); object++) {
                double iou = Overlap.BOXES.iou(leftOver.get(detection), free.get(object));
                boolean sameClass =
                        leftOver.get(detection).categoryId() == free.get(object).categoryId();
                if (iou >= rule.iou() && !sameClass) {
                    overlapping.add(new Overlapping(object, detection, iou));
                }
            }
        }
        overlapping.sort(Comparator.comparingDouble(Overlapping::iou).reversed()); // of equals the higher score
        boolean[] isConfused = new boolean[free.size()];
        boolean[] confuses = new boolean[leftOver.size()];
        for (Overlapping each : overlapping) {
            if (!isConfused[each.object()] && !confuses[each.detection()]) {
                isConfused[each.object()] = true;
                confuses[each.detection()] = true;
                pairs.add(new Pair(Optional.of(free.get(each.object())), Optional.of(leftOver.get(each.detection()))));
            }
        }
        keep(free, isConfused);
        keep(leftOver, confuses);
    }

    private static <T> void keep(List<T> all, boolean[] gone) {
        for (int i = gone.length - 1; i >= 0; i--) {
            if (gone[i]) {
                all.remove(i);
            }
        }
    }
}
