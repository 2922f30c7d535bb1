package org.fpn4j.data.scoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * COCO's box metrics, to the last digit those of {@code COCOeval} in pycocotools 2.0 with its default settings.
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
    private static final int LIMIT_1 = 0;
    private static final int LIMIT_10 = 1;
    private static final int LIMIT_100 = 2;

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
        List<CategoryCurves> curves = IntStream.range(0, categoryIds.size())
                .parallel()
                .mapToObj(category -> CategoryCurves.of(
                        new CategoryMatches(imagePlaces, objectsOf.get(category), detectionsOf.get(category))))
                .toList();
        return metrics(groundTruth, curves);
    }

    private static CocoMetrics metrics(CocoGroundTruth groundTruth, List<CategoryCurves> curves) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        int place = 0;
        for (Map.Entry<Long, String> category : groundTruth.categories().entrySet()) {
            String name = category.getValue();
            String key = names.add(name) ? name : name + " (" + category.getKey() + ")";
            perClass.put(key, precision(List.of(curves.get(place)), AreaRange.ALL, 0, Thresholds.IOU_COUNT));
            place++;
        }
        int all = Thresholds.IOU_COUNT;
        return new CocoMetrics(
                precision(curves, AreaRange.ALL, 0, all),
                precision(curves, AreaRange.ALL, Thresholds.IOU_50, Thresholds.IOU_50 + 1),
                precision(curves, AreaRange.ALL, Thresholds.IOU_75, Thresholds.IOU_75 + 1),
                precision(curves, AreaRange.SMALL, 0, all),
                precision(curves, AreaRange.MEDIUM, 0, all),
                precision(curves, AreaRange.LARGE, 0, all),
                recall(curves, AreaRange.ALL, LIMIT_1),
                recall(curves, AreaRange.ALL, LIMIT_10),
                recall(curves, AreaRange.ALL, LIMIT_100),
                recall(curves, AreaRange.SMALL, LIMIT_100),
                recall(curves, AreaRange.MEDIUM, LIMIT_100),
                recall(curves, AreaRange.LARGE, LIMIT_100),
                perClass);
    }

    /* Numbers are added in the order of the reference's arrays: thresholds, then recall points, then categories. */
    private static double precision(List<CategoryCurves> curves, AreaRange area, int firstIou, int endIou) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = firstIou; iou < endIou; iou++) {
            for (int point = 0; point < Thresholds.RECALL_COUNT; point++) {
                for (CategoryCurves category : curves) {
                    if (category.hasObjects(area)) {
                        mean.add(category.precision(area, iou, point));
                    }
                }
            }
        }
        return mean.value();
    }

    private static double recall(List<CategoryCurves> curves, AreaRange area, int limit) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = 0; iou < Thresholds.IOU_COUNT; iou++) {
            for (CategoryCurves category : curves) {
                if (category.hasObjects(area)) {
                    mean.add(category.recall(area, iou, limit));
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
