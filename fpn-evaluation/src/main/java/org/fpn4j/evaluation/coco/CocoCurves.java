package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Precision and recall of some classes, to the last digit those of {@code COCOeval} in pycocotools 2.0 with the same
 * parameters. COCO's metrics are means over parts of them.
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
 * <p>Classes are evaluated in parallel; the result does not depend on it.
 */
public final class CocoCurves {
    private static final double ROUNDING = 1e-9;

    private final CocoParameters parameters;
    private final List<CategoryRanking> rankings; // in the order of category ids
    private final List<CategoryCurves> classes;

    private CocoCurves(CocoParameters parameters, List<CategoryRanking> rankings, List<CategoryCurves> classes) {
        this.parameters = parameters;
        this.rankings = List.copyOf(rankings);
        this.classes = List.copyOf(classes);
    }

    /**
     * Matches detections with objects.
     *
     * @param detections in the order of their file, which decides ties; those of unknown categories do not count
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    public static CocoCurves of(
            CocoGroundTruth groundTruth, List<CocoDetection> detections, CocoParameters parameters) {
        requireNonNull(parameters, "parameters is null");
        Map<Long, Integer> imagePlaces = places(groundTruth.imageIds());
        Map<Long, Integer> categoryPlaces = places(groundTruth.categories().keySet());
        List<List<CocoObject>> objectsOf = lists(categoryPlaces.size());
        for (CocoObject object : groundTruth.objects()) {
            Integer category = categoryPlaces.get(object.categoryId());
            if (category != null && imagePlaces.containsKey(object.imageId())) {
                objectsOf.get(category).add(object);
            }
        }
        List<List<CocoDetection>> detectionsOf = lists(categoryPlaces.size());
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
        List<CategoryRanking> rankings = IntStream.range(0, objectsOf.size())
                .parallel()
                .mapToObj(category -> new CategoryRanking(
                        new CategoryMatches(
                                parameters, imagePlaces, objectsOf.get(category), detectionsOf.get(category)),
                        parameters))
                .toList();
        int[] once = new int[imagePlaces.size()];
        Arrays.fill(once, 1);
        return new CocoCurves(parameters, rankings, curves(rankings, parameters, once));
    }

    private static List<CategoryCurves> curves(
            List<CategoryRanking> rankings, CocoParameters parameters, int[] copies) {
        return rankings.stream()
                .map(ranking -> new CategoryCurves(ranking, parameters, copies))
                .toList();
    }

    /**
     * Those of a draw of images, to rounding what {@code COCOeval} says of a data set that holds an image as often as it was drawn;
     * the matches are taken over.
     *
     * @param copies how often each image was drawn, in the order of image ids
     */
    public CocoCurves drawn(int[] copies) {
        return new CocoCurves(parameters, rankings, curves(rankings, parameters, copies));
    }

    /** Those of a single class. */
    public CocoCurves ofClass(int place) {
        return new CocoCurves(parameters, List.of(rankings.get(place)), List.of(classes.get(place)));
    }

    /** AP: the mean precision over all IoU thresholds, points of recall and classes; -1 where there is no object. */
    public double precision(SizeClass size) {
        return precision(size, 0, parameters.iouThresholds().size());
    }

    /** The same at one IoU threshold; -1 where that is none of the parameters'. */
    public double precision(SizeClass size, double threshold) {
        for (int iou = 0; iou < parameters.iouThresholds().size(); iou++) {
            if (Math.abs(parameters.iouThresholds().get(iou) - threshold) < ROUNDING) {
                return precision(size, iou, iou + 1);
            }
        }
        return -1;
    }

    /**
     * The curve of precision at one IoU threshold: at each recall 0.00, 0.01 .. 1.00 the largest precision from there on, the mean
     * over classes with objects; empty where there is no object or the threshold is none of the parameters'.
     */
    public List<Double> precisions(SizeClass size, double threshold) {
        List<CategoryCurves> measured =
                classes.stream().filter(category -> category.hasObjects(size)).toList();
        for (int iou = 0; iou < parameters.iouThresholds().size(); iou++) {
            if (Math.abs(parameters.iouThresholds().get(iou) - threshold) < ROUNDING && !measured.isEmpty()) {
                return mean(measured, size, iou);
            }
        }
        return List.of();
    }

    private static List<Double> mean(List<CategoryCurves> classes, SizeClass size, int iou) {
        List<Double> precisions = new ArrayList<>();
        for (int point = 0; point < Thresholds.RECALL_COUNT; point++) {
            double sum = 0;
            for (CategoryCurves category : classes) {
                sum += category.precision(size, iou, point);
            }
            precisions.add(sum / classes.size());
        }
        return precisions;
    }

    /* Numbers are added in the order of the reference's arrays: thresholds, then recall points, then categories. */
    private double precision(SizeClass size, int firstIou, int endIou) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = firstIou; iou < endIou; iou++) {
            for (int point = 0; point < Thresholds.RECALL_COUNT; point++) {
                for (CategoryCurves category : classes) {
                    if (category.hasObjects(size)) {
                        mean.add(category.precision(size, iou, point));
                    }
                }
            }
        }
        return mean.value();
    }

    /**
     * AR: the mean of the largest recalls over all IoU thresholds and classes; -1 where there is no object.
     *
     * @param limit which of the parameters' limits of detections, from 0; by size the last alone is measured
     */
    public double recall(SizeClass size, int limit) {
        PairwiseMean mean = new PairwiseMean();
        for (int iou = 0; iou < parameters.iouThresholds().size(); iou++) {
            for (CategoryCurves category : classes) {
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
