package org.fpn4j.evaluation.coco;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which detections of one category find an object, at each IoU threshold and in each area range.
 *
 * <p>The greedy matching of the reference, image by image: detections by descending score, each takes the free object
 * with the largest IoU at or above the threshold, the later one of two equals. Objects that are ignored (crowds,
 * difficult ones, those outside the area range) come last and are taken only by detections that found no other; crowds
 * and difficult objects may be taken by many. Over a crowd the intersection is divided by the detection's area alone,
 * over a difficult object by the union, as in the Pascal VOC devkit (VOCevaldet.m): a detection within a part of it is a
 * false positive.
 */
final class CategoryMatches {
    private static final Comparator<CocoDetection> BY_DESCENDING_SCORE =
            (one, other) -> one.score() > other.score() ? -1 : one.score() < other.score() ? 1 : 0; // -0 equals 0

    private final CocoParameters parameters;
    private final double[] scores;
    private final int[] ranks;
    private final int[] places;
    private final Map<SizeClass, Flags> flags = new EnumMap<>(SizeClass.class);

    /** One bit per IoU threshold, one entry per detection; and how many objects count, by the place of their image. */
    private static final class Flags {
        private final int[] matched;
        private final int[] ignored;
        private final Map<Integer, Integer> objects = new TreeMap<>();

        Flags(int detections) {
            matched = new int[detections];
            ignored = new int[detections];
        }
    }

    private static final class ImageBoxes {
        private final List<CocoObject> objects = new ArrayList<>();
        private final List<CocoDetection> detections = new ArrayList<>();

        List<CocoDetection> best(int most) {
            return detections.subList(0, Math.min(most, detections.size()));
        }
    }

    /**
     * Matches.
     *
     * @param parameters what is measured
     * @param imagePlaces the order of images, by id
     * @param objects of the category, in the order of their file
     * @param found of the category, in the order of their file
     */
    CategoryMatches(
            CocoParameters parameters,
            Map<Long, Integer> imagePlaces,
            List<CocoObject> objects,
            List<CocoDetection> found) {
        this.parameters = parameters;
        TreeMap<Integer, ImageBoxes> images = new TreeMap<>();
        for (CocoObject object : objects) {
            images.computeIfAbsent(imagePlaces.get(object.imageId()), place -> new ImageBoxes())
                    .objects
                    .add(object);
        }
        for (CocoDetection detection : found) {
            images.computeIfAbsent(imagePlaces.get(detection.imageId()), place -> new ImageBoxes())
                    .detections
                    .add(detection);
        }
        int count = 0;
        for (ImageBoxes image : images.values()) {
            image.detections.sort(BY_DESCENDING_SCORE); // stable
            count += image.best(parameters.largestLimit()).size();
        }
        scores = new double[count];
        ranks = new int[count];
        places = new int[count];
        for (SizeClass size : SizeClass.values()) {
            flags.put(size, new Flags(count));
        }
        int first = 0;
        for (Map.Entry<Integer, ImageBoxes> image : images.entrySet()) {
            match(image.getKey(), image.getValue(), first);
            first += image.getValue().best(parameters.largestLimit()).size();
        }
    }

    int size() {
        return scores.length;
    }

    double score(int detection) {
        return scores[detection];
    }

    /** Place by score among the detections of its image, from 0. */
    int rank(int detection) {
        return ranks[detection];
    }

    /** Place of its image in the order of images. */
    int place(int detection) {
        return places[detection];
    }

    /** Per detection, one bit per IoU threshold: whether it found an object. */
    int[] matched(SizeClass size) {
        return flags.get(size).matched;
    }

    /** Per detection, one bit per IoU threshold: whether it counts neither for nor against. */
    int[] ignored(SizeClass size) {
        return flags.get(size).ignored;
    }

    /** How many objects are there to be found, by the place of their image; images without one are left out. */
    Map<Integer, Integer> objects(SizeClass size) {
        return flags.get(size).objects;
    }

    /** Fills the entries of an image's detections, from the first on. */
    private void match(int place, ImageBoxes image, int first) {
        List<CocoDetection> best = image.best(parameters.largestLimit());
        double[][] ious = ious(best, image.objects);
        double[] areas = best.stream().mapToDouble(parameters.overlap()::area).toArray();
        for (int rank = 0; rank < best.size(); rank++) {
            scores[first + rank] = best.get(rank).score();
            ranks[first + rank] = rank;
            places[first + rank] = place;
        }
        for (SizeClass size : SizeClass.values()) {
            int counting = match(size, first, areas, image.objects, ious);
            if (counting > 0) {
                flags.get(size).objects.put(place, counting);
            }
        }
    }

    /** Gives how many objects count. */
    private int match(SizeClass size, int first, double[] areas, List<CocoObject> objects, double[][] ious) {
        Flags into = flags.get(size);
        AreaRange area = parameters.area(size);
        int thresholds = parameters.iouThresholds().size();
        int count = objects.size();
        if (count == 0) {
            for (int d = 0; d < areas.length; d++) {
                into.ignored[first + d] = area.excludes(areas[d]) ? (1 << thresholds) - 1 : 0;
            }
            return 0;
        }
        int[] order = new int[count]; // objects that count, then ignored ones
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (!isIgnored(objects.get(i), area)) {
                order[end++] = i;
            }
        }
        int counting = end;
        for (int i = 0; i < count; i++) {
            if (isIgnored(objects.get(i), area)) {
                order[end++] = i;
            }
        }
        for (int threshold = 0; threshold < thresholds; threshold++) {
            boolean[] taken = new boolean[count];
            for (int d = 0; d < areas.length; d++) {
                int place = bestMatch(ious[d], parameters.iou(threshold), order, counting, taken, objects);
                boolean counts = place >= 0 && objects.get(order[place]).id() != 0; // id 0 reads as "unmatched"
                if (place >= 0) {
                    taken[place] = true;
                }
                if (counts) {
                    into.matched[first + d] |= 1 << threshold;
                }
                boolean ofIgnored = place >= counting;
                if (ofIgnored || (!counts && area.excludes(areas[d]))) {
                    into.ignored[first + d] |= 1 << threshold;
                }
            }
        }
        return counting;
    }

    /** Place in the order, or -1. */
    private static int bestMatch(
            double[] ious, double threshold, int[] order, int counting, boolean[] taken, List<CocoObject> objects) {
        double best = threshold;
        int match = -1;
        for (int place = 0; place < order.length; place++) {
            int object = order[place];
            if (taken[place] && objects.get(object).counts()) {
                continue;
            }
            if (match >= 0 && match < counting && place >= counting) {
                break;
            }
            if (ious[object] < best) {
                continue;
            }
            best = ious[object];
            match = place;
        }
        return match;
    }

    private static boolean isIgnored(CocoObject object, AreaRange area) {
        return !object.counts() || area.excludes(object.area());
    }

    /** {@code [detections][objects]}. */
    private double[][] ious(List<CocoDetection> detections, List<CocoObject> objects) {
        double[][] ious = new double[detections.size()][objects.size()];
        for (int d = 0; d < ious.length; d++) {
            CocoDetection detection = detections.get(d);
            for (int g = 0; g < ious[d].length; g++) {
                ious[d][g] = parameters.overlap().iou(detection, objects.get(g));
            }
        }
        return ious;
    }
}
