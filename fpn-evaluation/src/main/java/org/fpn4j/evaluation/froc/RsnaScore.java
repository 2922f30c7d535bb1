package org.fpn4j.evaluation.froc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.Overlap;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/**
 * The score of the RSNA Pneumonia Detection Challenge (2018, its page "Evaluation"): the mean over images of the mean over IoU
 * thresholds 0.40, 0.45 .. 0.75 of TP / (TP + FP + FN). A hit is an IoU above the threshold; detections by descending score each take
 * the free lesion that they overlap most. An image without lesions scores 0 where it has detections and is left out where it has none.
 *
 * <p>Differs from the challenge: classes that the detections tell apart are matched apart and counted together; objects that do not
 * count are no lesions, and detections that hit nothing else count neither way.
 *
 * @param byImage scores by image id, without images that are left out
 */
public record RsnaScore(Map<Long, Double> byImage) {
    private static final List<Double> THRESHOLDS = List.of(0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75);
    private static final double NOTHING = -1;

    public RsnaScore {
        byImage = Collections.unmodifiableMap(new TreeMap<>(byImage));
    }

    private record Known(Map<Double, RsnaScore> byConfidence) {}

    private record Group(List<CocoObject> objects, List<CocoDetection> detections) {}

    private record Counts(int hits, int alarms, int lesions) {
        Counts plus(Counts other) {
            return new Counts(hits + other.hits, alarms + other.alarms, lesions + other.lesions);
        }
    }

    /**
     * Scores a draw's whole, once.
     *
     * @param confidence the least score of a detection that counts, chosen beforehand
     */
    public static RsnaScore of(EvaluatedDetections detections, double confidence) {
        EvaluatedDetections whole = detections.whole();
        return whole.once(Known.class, all -> new Known(new ConcurrentHashMap<>()))
                .byConfidence()
                .computeIfAbsent(confidence, least -> made(whole, least));
    }

    /**
     * The mean over images; -1 where all are left out.
     *
     * @param imageIds in their order
     * @param copies how often each image counts
     */
    double mean(Iterable<Long> imageIds, int[] copies) {
        double sum = 0;
        long count = 0;
        int place = 0;
        for (long image : imageIds) {
            if (byImage.containsKey(image)) {
                sum += copies[place] * byImage.get(image);
                count += copies[place];
            }
            place++;
        }
        return count == 0 ? NOTHING : sum / count;
    }

    /** The mean over images, each once; -1 where all are left out. */
    public double mean() {
        return byImage.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(NOTHING);
    }

    private static RsnaScore made(EvaluatedDetections whole, double confidence) {
        CocoGroundTruth truth = whole.groundTruth();
        Map<Long, Map<Long, Group>> images = new TreeMap<>();
        for (CocoObject object : truth.objects()) {
            if (truth.imageIds().contains(object.imageId())
                    && truth.categories().containsKey(object.categoryId())) {
                group(images, object.imageId(), object.categoryId()).objects().add(object);
            }
        }
        for (CocoDetection detection : whole.detections()) {
            if (truth.categories().containsKey(detection.categoryId()) && detection.score() >= confidence) {
                group(images, detection.imageId(), detection.categoryId())
                        .detections()
                        .add(detection);
            }
        }
        Map<Long, Double> scores = new HashMap<>();
        images.forEach((image, groups) -> {
            double sum = 0;
            boolean isEmpty = true;
            for (double threshold : THRESHOLDS) {
                Counts counts = groups.values().stream()
                        .map(group -> counts(group, threshold))
                        .reduce(new Counts(0, 0, 0), Counts::plus);
                int all = counts.lesions() + counts.alarms();
                isEmpty &= all == 0;
                sum += all == 0 ? 0 : (double) counts.hits() / all; // lesions = TP + FN
            }
            if (!isEmpty) {
                scores.put(image, sum / THRESHOLDS.size());
            }
        });
        return new RsnaScore(scores);
    }

    private static Group group(Map<Long, Map<Long, Group>> images, long image, long category) {
        return images.computeIfAbsent(image, id -> new TreeMap<>())
                .computeIfAbsent(category, id -> new Group(new ArrayList<>(), new ArrayList<>()));
    }

    private static Counts counts(Group group, double threshold) {
        List<CocoObject> free = new ArrayList<>(
                group.objects().stream().filter(CocoObject::counts).toList());
        int lesions = free.size();
        int alarms = 0;
        List<CocoDetection> ranked = new ArrayList<>(group.detections());
        ranked.sort(Comparator.comparingDouble(CocoDetection::score).reversed()); // stable
        for (CocoDetection detection : ranked) {
            CocoObject best = null;
            for (CocoObject object : free) {
                double iou = Overlap.BOXES.iou(detection, object);
                if (iou > threshold && (best == null || iou > Overlap.BOXES.iou(detection, best))) {
                    best = object;
                }
            }
            if (best != null) {
                free.remove(best);
            } else if (group.objects().stream()
                    .noneMatch(object -> !object.counts() && Overlap.BOXES.iou(detection, object) > threshold)) {
                alarms++;
            }
        }
        return new Counts(lesions - free.size(), alarms, lesions);
    }
}
