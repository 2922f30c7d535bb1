package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * COCO's box metrics, to the last digit those of {@code COCOeval} in pycocotools 2.0 with the same
 * parameters.
 *
 * <p>Lin et al.: Microsoft COCO: Common Objects in Context, arXiv 1405.0312v3; cocodataset.org, "Detection Evaluation".
 *
 * <p>Kept from the reference though it may surprise: <ul>
 * <li>an annotation with id 0 can be matched, but its detection still counts as a false positive, because 0 means
 *     "unmatched" there;
 * <li>objects outside an area range are ignored, not removed, and so are unmatched detections outside it;
 * <li>the area of an object is that of its annotation, the area of a detection that of its box.
 * </ul>
 *
 * <p>Categories are evaluated in parallel; the result does not depend on it.
 */
public final class CocoEvaluator {
    private static final double ROUNDING = 1e-9;

    private final CocoParameters parameters;

    /** With COCO's parameters. */
    public CocoEvaluator() {
        this(new CocoParameters());
    }

    public CocoEvaluator(CocoParameters parameters) {
        this.parameters = requireNonNull(parameters, "parameters is null");
    }

    /**
     * Scores detections.
     *
     * @param detections in the order of their file, which decides ties; those of unknown categories do not count
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    public CocoMetrics evaluate(CocoGroundTruth groundTruth, List<CocoDetection> detections) {
        List<Long> categoryIds = List.copyOf(groundTruth.categories().keySet());
        Map<Long, Integer> imagePlaces = places(groundTruth.imageIds());
        Map<Long, Integer> categoryPlaces = places(categoryIds);
        List<List<CocoObject>> objectsOf = lists(categoryIds.size());
        for (CocoObject object : groundTruth.objects()) {
            Integer category = categoryPlaces.get(object.categoryId());
            if (category != null && imagePlaces.containsKey(object.imageId())) {
                objectsOf.get(category).add(object);
            }
        }
        List<List<CocoDetection>> detectionsOf = lists(categoryIds.size());
        for (CocoDetection detection : detections) {
            if (!imagePlaces.containsKey(detection.imageId())) {
                throw new IllegalArgumentException(
                        "image_id[" + detection.imageId() + "] is not among the images of the ground truth");
            }
            Integer category = categoryPlaces.get(detection.categoryId());
            if (category != null) {
                detectionsOf.get(category).add(detection);
            }
        }
        if (!parameters.classesApart()) {
            objectsOf = List.of(objectsOf.stream().flatMap(List::stream).toList());
            detectionsOf = List.of(detectionsOf.stream().flatMap(List::stream).toList());
        }
        List<List<CocoObject>> objects = objectsOf;
        List<List<CocoDetection>> found = detectionsOf;
        List<CategoryCurves> curves = IntStream.range(0, objects.size())
                .parallel()
                .mapToObj(category -> CategoryCurves.of(
                        new CategoryMatches(parameters, imagePlaces, objects.get(category), found.get(category)),
                        parameters))
                .toList();
        return metrics(groundTruth, curves);
    }

    private CocoMetrics metrics(CocoGroundTruth groundTruth, List<CategoryCurves> curves) {
        return new CocoMetrics(
                precision(curves, SizeClass.ALL),
                precisionAt(curves, 0.5),
                precisionAt(curves, 0.75),
                precision(curves, SizeClass.SMALL),
                precision(curves, SizeClass.MEDIUM),
                precision(curves, SizeClass.LARGE),
                recall(curves, SizeClass.ALL, 0),
                recall(curves, SizeClass.ALL, 1),
                recall(curves, SizeClass.ALL, 2),
                recall(curves, SizeClass.SMALL, 2),
                recall(curves, SizeClass.MEDIUM, 2),
                recall(curves, SizeClass.LARGE, 2),
                parameters.classesApart() ? perClass(groundTruth, curves) : Map.of(),
                parameters.maxDetections());
    }

    private Map<String, ClassScore> perClass(CocoGroundTruth groundTruth, List<CategoryCurves> curves) {
        Map<String, ClassScore> perClass = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        int place = 0;
        for (Map.Entry<Long, String> category : groundTruth.categories().entrySet()) {
            String name = category.getValue();
            String key = names.add(name) ? name : name + " (" + category.getKey() + ")";
            List<CategoryCurves> own = List.of(curves.get(place));
            perClass.put(key, new ClassScore(precision(own, SizeClass.ALL), precisionAt(own, 0.5)));
            place++;
        }
        return perClass;
    }

    private double precision(List<CategoryCurves> curves, SizeClass size) {
        return precision(curves, size, 0, parameters.iouThresholds().size());
    }

    /** AP at one IoU, -1 where it is not measured. */
    private double precisionAt(List<CategoryCurves> curves, double threshold) {
        for (int iou = 0; iou < parameters.iouThresholds().size(); iou++) {
            if (Math.abs(parameters.iouThresholds().get(iou) - threshold) < ROUNDING) {
                return precision(curves, SizeClass.ALL, iou, iou + 1);
            }
        }
        return -1;
    }

    /* Numbers are added in the order of the reference's arrays: thresholds, then recall points, then categories. */
    private static double precision(List<CategoryCurves> curves, SizeClass size, int firstIou, int endIou) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = firstIou; iou < endIou; iou++) {
            for (int point = 0; point < Thresholds.RECALL_COUNT; point++) {
                for (CategoryCurves category : curves) {
                    if (category.hasObjects(size)) {
                        mean.add(category.precision(size, iou, point));
                    }
                }
            }
        }
        return mean.value();
    }

    private double recall(List<CategoryCurves> curves, SizeClass size, int limit) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = 0; iou < parameters.iouThresholds().size(); iou++) {
            for (CategoryCurves category : curves) {
                if (category.hasObjects(size)) {
                    mean.add(category.recall(size, iou, limit));
                }
            }
        }
        return mean.value();
    }

    private static Map<Long, Integer> places(Iterable<Long> ids) {
        Map<Long, Integer> places = new HashMap<>();
        for (Long id : ids) {
            places.put(id, places.size());
        }
        return places;
    }

    private static <T> List<List<T>> lists(int count) {
        List<List<T>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
