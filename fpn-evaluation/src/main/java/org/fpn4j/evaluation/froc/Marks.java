package org.fpn4j.evaluation.froc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.Overlap;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/**
 * Which detections find lesions and which are false, image by image and class by class: detections by descending score, equals in
 * the order of their file. Objects that do not count are no lesions, and who hits nothing else counts neither way.
 *
 * <p>What an image's detections are does not depend on other images, so that draws of images go by the same marks.
 */
final class Marks {
    private static final Comparator<CocoDetection> BY_DESCENDING_SCORE =
            (one, other) -> one.score() > other.score() ? -1 : one.score() < other.score() ? 1 : 0; // -0 equals 0

    private final int[] places;
    private final double[] scores;
    private final boolean[] isFalse;
    private final int[][] found;
    private final List<Lesion> lesions;
    private final boolean[] negative;

    private Marks(List<Mark> byScore, List<Lesion> lesions, boolean[] negative) {
        int count = byScore.size();
        places = new int[count];
        scores = new double[count];
        isFalse = new boolean[count];
        found = new int[count][];
        for (int i = 0; i < count; i++) {
            Mark mark = byScore.get(i);
            places[i] = mark.place();
            scores[i] = mark.score();
            isFalse[i] = mark.isFalse();
            found[i] = mark.found().stream().mapToInt(Integer::intValue).toArray();
        }
        this.lesions = List.copyOf(lesions);
        this.negative = negative;
    }

    private record Mark(int place, double score, List<Integer> found, boolean isFalse) {}

    /** How many detections there are, which are ordered by descending score. */
    int size() {
        return scores.length;
    }

    /** Place of a detection's image in the order of image ids. */
    int place(int detection) {
        return places[detection];
    }

    double score(int detection) {
        return scores[detection];
    }

    /** Whether it is a false positive. */
    boolean isFalse(int detection) {
        return isFalse[detection];
    }

    /** Places of the lesions that it found in their list. */
    int[] found(int detection) {
        return found[detection];
    }

    List<Lesion> lesions() {
        return lesions;
    }

    /** Whether an image has no object of any kind. */
    boolean isNegative(int place) {
        return negative[place];
    }

    /**
     * A lesion.
     *
     * @param place of its image in the order of image ids
     * @param score of the detection that found it; negative infinity where none did
     */
    record Lesion(int place, CocoObject object, double score) {}

    /** By rule, because several conventions may be read of the same detections. */
    private record Known(Map<MarkRule, Marks> byRule) {}

    private record Group(List<CocoObject> objects, List<CocoDetection> detections) {}

    /** Those of a draw's whole, made once. */
    static Marks of(EvaluatedDetections detections, MarkRule rule) {
        EvaluatedDetections whole = detections.whole();
        return whole.once(Known.class, all -> new Known(new ConcurrentHashMap<>()))
                .byRule()
                .computeIfAbsent(rule, one -> made(whole, one));
    }

    private static Marks made(EvaluatedDetections whole, MarkRule rule) {
        CocoGroundTruth truth = whole.groundTruth();
        Map<Long, Integer> places = new HashMap<>();
        truth.imageIds().forEach(id -> places.put(id, places.size()));
        boolean[] negative = new boolean[places.size()];
        Arrays.fill(negative, true);
        Map<List<Long>, Group> groups = new LinkedHashMap<>();
        for (CocoObject object : truth.objects()) {
            if (places.containsKey(object.imageId()) && truth.categories().containsKey(object.categoryId())) {
                negative[places.get(object.imageId())] = false;
                group(groups, object.imageId(), object.categoryId()).objects().add(object);
            }
        }
        for (CocoDetection detection : whole.detections()) {
            if (truth.categories().containsKey(detection.categoryId())) {
                group(groups, detection.imageId(), detection.categoryId())
                        .detections()
                        .add(detection);
            }
        }
        List<Mark> marks = new ArrayList<>();
        List<Lesion> lesions = new ArrayList<>();
        groups.forEach((key, group) -> mark(group, places.get(key.get(0)), rule, marks, lesions));
        marks.sort((one, other) -> Double.compare(other.score() + 0.0, one.score() + 0.0)); // stable; -0 equals 0
        return new Marks(marks, lesions, negative);
    }

    private static Group group(Map<List<Long>, Group> groups, long image, long category) {
        return groups.computeIfAbsent(List.of(image, category), key -> new Group(new ArrayList<>(), new ArrayList<>()));
    }

    private static void mark(Group group, int place, MarkRule rule, List<Mark> marks, List<Lesion> lesions) {
        List<CocoObject> counting =
                group.objects().stream().filter(CocoObject::counts).toList();
        double[] foundWith = new double[counting.size()];
        Arrays.fill(foundWith, Double.NEGATIVE_INFINITY);
        boolean[] taken = new boolean[counting.size()];
        group.detections().sort(BY_DESCENDING_SCORE); // stable
        for (CocoDetection detection : group.detections()) {
            List<Integer> free = new ArrayList<>();
            boolean isDuplicate = false;
            for (int i = 0; i < taken.length; i++) {
                if (rule.hit().hits(detection, counting.get(i))) {
                    isDuplicate |= taken[i];
                    if (!taken[i]) {
                        free.add(i);
                    }
                }
            }
            List<Integer> found = rule.credit() == Credit.ALL ? free : best(detection, free, counting);
            for (int lesion : found) {
                taken[lesion] = true;
                foundWith[lesion] = detection.score();
            }
            int first = lesions.size();
            marks.add(new Mark(
                    place,
                    detection.score(),
                    found.stream().map(lesion -> first + lesion).toList(),
                    found.isEmpty() && isFalse(detection, isDuplicate, group, rule)));
        }
        for (int i = 0; i < foundWith.length; i++) {
            lesions.add(new Lesion(place, counting.get(i), foundWith[i]));
        }
    }

    /** The one with the largest IoU, the first of equals. */
    private static List<Integer> best(CocoDetection detection, List<Integer> free, List<CocoObject> objects) {
        int best = -1;
        double largest = -1;
        for (int i : free) {
            double iou = Overlap.BOXES.iou(detection, objects.get(i));
            if (iou > largest) {
                largest = iou;
                best = i;
            }
        }
        return best < 0 ? List.of() : List.of(best);
    }

    private static boolean isFalse(CocoDetection detection, boolean isDuplicate, Group group, MarkRule rule) {
        if (isDuplicate) {
            return rule.duplicates() == Duplicates.FALSE_POSITIVES;
        }
        return group.objects().stream()
                .noneMatch(object -> !object.counts() && rule.hit().hits(detection, object));
    }
}
