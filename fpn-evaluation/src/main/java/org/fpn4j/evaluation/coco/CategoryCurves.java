package org.fpn4j.evaluation.coco;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Precision at the recall grid, and the largest recall, of one category. */
final class CategoryCurves {
    private static final int LAST_LIMIT = CocoParameters.LIMITS - 1;
    private static final double EPSILON = Math.ulp(1.0); // numpy's spacing(1), against division by zero

    private final Map<SizeClass, double[][]> precisions = new EnumMap<>(SizeClass.class); // [iou][recall point]
    private final Map<SizeClass, double[][]> recalls = new EnumMap<>(SizeClass.class); // [limit][iou]

    private CategoryCurves() {}

    static CategoryCurves of(CategoryMatches matches, CocoParameters parameters) {
        CategoryCurves curves = new CategoryCurves();
        int ious = parameters.iouThresholds().size();
        Integer[] boxed = IntStream.range(0, matches.size()).boxed().toArray(Integer[]::new);
        Comparator<Integer> byDescendingScore = (one, other) ->
                matches.score(one) > matches.score(other) ? -1 : matches.score(one) < matches.score(other) ? 1 : 0;
        Arrays.sort(boxed, byDescendingScore); // stable: ties stay in the order of images
        int[][] counted = new int[CocoParameters.LIMITS][];
        for (int limit = 0; limit < counted.length; limit++) {
            int most = parameters.limit(limit);
            counted[limit] = Arrays.stream(boxed)
                    .mapToInt(Integer::intValue)
                    .filter(detection -> matches.rank(detection) < most)
                    .toArray();
        }
        for (SizeClass size : SizeClass.values()) {
            if (matches.objects(size) == 0) {
                continue;
            }
            double[][] recall = new double[CocoParameters.LIMITS][ious];
            double[][] precision = new double[ious][Thresholds.RECALL_COUNT];
            int firstLimit = size == SizeClass.ALL ? 0 : LAST_LIMIT; // no metric takes fewer detections by size
            for (int limit = firstLimit; limit < CocoParameters.LIMITS; limit++) {
                for (int iou = 0; iou < ious; iou++) {
                    recall[limit][iou] = curve(
                            matches, size, iou, counted[limit], limit == LAST_LIMIT ? precision[iou] : new double[0]);
                }
            }
            curves.precisions.put(size, precision);
            curves.recalls.put(size, recall);
        }
        return curves;
    }

    /** Whether there is an object to be found; without one there is nothing to measure. */
    boolean hasObjects(SizeClass size) {
        return precisions.containsKey(size);
    }

    double precision(SizeClass size, int iou, int point) {
        return precisions.get(size)[iou][point];
    }

    double recall(SizeClass size, int iou, int limit) {
        return recalls.get(size)[limit][iou];
    }

    /**
     * Follows the curve down the scores.
     *
     * @param points filled with the precision at each point of the recall grid; stays 0 where recall does not reach
     * @return the largest recall
     */
    private static double curve(CategoryMatches matches, SizeClass size, int iou, int[] counted, double[] points) {
        int count = counted.length;
        double[] recall = new double[count];
        double[] precision = new double[count];
        int[] matched = matches.matched(size);
        int[] ignored = matches.ignored(size);
        double objects = matches.objects(size);
        double truePositives = 0;
        double falsePositives = 0;
        for (int i = 0; i < count; i++) {
            if ((ignored[counted[i]] >> iou & 1) == 0) {
                if ((matched[counted[i]] >> iou & 1) != 0) {
                    truePositives++;
                } else {
                    falsePositives++;
                }
            }
            recall[i] = truePositives / objects;
            precision[i] = truePositives / (falsePositives + truePositives + EPSILON);
        }
        for (int i = count - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        int reached = 0;
        for (int point = 0; point < points.length; point++) {
            while (reached < count && recall[reached] < Thresholds.recall(point)) {
                reached++;
            }
            if (reached < count) {
                points[point] = precision[reached];
            }
        }
        return count == 0 ? 0 : recall[count - 1];
    }
}
