package org.fpn4j.evaluation.tide;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/** The mistakes of all images, and what detections would be without those of a kind; made once for all draws of images. */
final class TideErrors {
    private final int images;
    private final List<Long> categories;
    private final List<Classed> inOrder = new ArrayList<>();
    private final List<Right> rights = new ArrayList<>();
    private final List<Wrong> wrongs = new ArrayList<>();
    private final Map<Long, int[]> objects = new TreeMap<>(); // by class and place of their image
    private final Map<Long, int[]> missed = new TreeMap<>(); // that no detection found
    private final Map<Long, int[]> hopeless = new TreeMap<>(); // of these, that none is for
    private final Map<ErrorKind, int[]> counts = new EnumMap<>(ErrorKind.class); // by the place of their image

    private record Right(int place, long category, double score) {
        Classed point() {
            return new Classed(category, new ClassPoints.Point(place, score, true));
        }
    }

    /**
     * A mistake.
     *
     * @param counts whether it is a false positive
     * @param fixed the class of the object that it finds once it is mended; empty where it is then gone
     */
    private record Wrong(int place, long category, double score, ErrorKind kind, boolean counts, Optional<Long> fixed) {
        List<Classed> asItIs() {
            return withScore(score);
        }

        List<Classed> withScore(double other) {
            return counts ? List.of(new Classed(category, new ClassPoints.Point(place, other, false))) : List.of();
        }

        List<Classed> mended() {
            return fixed.map(truth -> new Classed(truth, new ClassPoints.Point(place, score, true))).stream()
                    .toList();
        }
    }

    /** By thresholds, because several may be asked of the same detections. */
    private record Known(Map<TideThresholds, TideErrors> byThresholds) {}

    private TideErrors(int images, List<Long> categories) {
        this.images = images;
        this.categories = categories;
        for (ErrorKind kind : ErrorKind.values()) {
            counts.put(kind, new int[images]);
        }
        for (long category : categories) {
            objects.put(category, new int[images]);
            missed.put(category, new int[images]);
            hopeless.put(category, new int[images]);
        }
    }

    /** Those of a draw's whole, made once. */
    static TideErrors of(EvaluatedDetections detections, TideThresholds thresholds) {
        EvaluatedDetections whole = detections.whole();
        return whole.once(Known.class, all -> new Known(new ConcurrentHashMap<>()))
                .byThresholds()
                .computeIfAbsent(thresholds, some -> made(whole, some));
    }

    private static TideErrors made(EvaluatedDetections whole, TideThresholds thresholds) {
        CocoGroundTruth truth = whole.groundTruth();
        Map<Long, List<CocoObject>> objectsOf = new HashMap<>();
        Map<Long, List<CocoDetection>> detectionsOf = new HashMap<>();
        for (CocoObject object : truth.objects()) {
            if (truth.categories().containsKey(object.categoryId())) {
                objectsOf
                        .computeIfAbsent(object.imageId(), id -> new ArrayList<>())
                        .add(object);
            }
        }
        for (CocoDetection detection : whole.detections()) {
            if (truth.categories().containsKey(detection.categoryId())) {
                detectionsOf
                        .computeIfAbsent(detection.imageId(), id -> new ArrayList<>())
                        .add(detection);
            }
        }
        TideErrors errors = new TideErrors(
                truth.imageIds().size(), List.copyOf(truth.categories().keySet()));
        int place = 0;
        for (long image : truth.imageIds()) {
            errors.add(
                    place,
                    ImageErrors.of(
                            thresholds,
                            objectsOf.getOrDefault(image, List.of()),
                            detectionsOf.getOrDefault(image, List.of()),
                            whole.parameters().largestLimit()));
            place++;
        }
        return errors;
    }

    private void add(int place, ImageErrors image) {
        boolean[] isMended = new boolean[image.objects().size()]; // by the first and best of its mistakes
        for (ImageErrors.Found found : image.found()) {
            CocoDetection detection = found.detection();
            if (found.outcome() == ImageErrors.Outcome.RIGHT) {
                rights.add(new Right(place, detection.categoryId(), detection.score()));
                inOrder.add(rights.get(rights.size() - 1).point());
                continue;
            }
            int target = found.target();
            boolean mends = target >= 0 && !isMended[target];
            if (mends) {
                isMended[target] = true;
            }
            Wrong wrong = new Wrong(
                    place,
                    detection.categoryId(),
                    detection.score(),
                    found.error(),
                    found.outcome() == ImageErrors.Outcome.WRONG,
                    mends ? Optional.of(image.objects().get(target).categoryId()) : Optional.empty());
            wrongs.add(wrong);
            inOrder.addAll(wrong.asItIs());
            counts.get(found.error())[place]++;
        }
        for (int i = 0; i < image.objects().size(); i++) {
            long category = image.objects().get(i).categoryId();
            objects.get(category)[place]++;
            if (!image.isFound(i)) {
                missed.get(category)[place]++;
                if (!image.isTarget(i)) {
                    hopeless.get(category)[place]++;
                    counts.get(ErrorKind.MISS)[place]++;
                }
            }
        }
    }

    /** How many mistakes of a kind there are in a draw. */
    long count(ErrorKind kind, int[] copies) {
        long count = 0;
        for (int place = 0; place < images; place++) {
            count += (long) copies[place] * counts.get(kind)[place];
        }
        return count;
    }

    /** What there is; equal scores in the order of images. */
    List<ClassPoints> asFound() {
        return points(inOrder, Map.of());
    }

    /** With mistakes of a kind mended. */
    List<ClassPoints> without(ErrorKind kind) {
        return points(
                changed(wrong -> wrong.kind() == kind ? wrong.mended() : wrong.asItIs()),
                kind == ErrorKind.MISS ? hopeless : Map.of());
    }

    /** With all false positives at score 0. */
    List<ClassPoints> withoutFalsePositives() {
        return points(changed(wrong -> wrong.withScore(0)), Map.of());
    }

    /** With no object but those that are found. */
    List<ClassPoints> withoutMisses() {
        return points(changed(Wrong::asItIs), missed);
    }

    private record Classed(long category, ClassPoints.Point point) {}

    /** What becomes of mistakes, then what is right: so equal scores are ordered. */
    private List<Classed> changed(Function<Wrong, List<Classed>> becomes) {
        List<Classed> all = new ArrayList<>();
        wrongs.forEach(wrong -> all.addAll(becomes.apply(wrong)));
        rights.forEach(right -> all.add(right.point()));
        return all;
    }

    private List<ClassPoints> points(List<Classed> all, Map<Long, int[]> takenOff) {
        Map<Long, List<ClassPoints.Point>> points = new HashMap<>();
        categories.forEach(category -> points.put(category, new ArrayList<>()));
        all.forEach(one -> points.get(one.category()).add(one.point()));
        return categories.stream()
                .map(category -> new ClassPoints(
                        points.get(category),
                        less(objects.get(category), takenOff.getOrDefault(category, new int[images]))))
                .toList();
    }

    private static int[] less(int[] all, int[] some) {
        int[] left = all.clone();
        for (int i = 0; i < left.length; i++) {
            left[i] -= some[i];
        }
        return left;
    }
}
