package org.fpn4j.evaluation.coco;

import java.util.EnumMap;
import java.util.Map;
import org.fpn4j.evaluation.coco.CategoryRanking.Ranked;

/** Precision at the recall grid, and the largest recall, of one category, where each image counts as often as it is drawn. */
final class CategoryCurves {
    private static final int LAST_LIMIT = CocoParameters.LIMITS - 1;
    private static final double EPSILON = Math.ulp(1.0); // numpy's spacing(1), against division by zero

    private final Map<SizeClass, double[][]> precisions = new EnumMap<>(SizeClass.class); // [iou][recall point]
    private final Map<SizeClass, double[][]> recalls = new EnumMap<>(SizeClass.class); // [limit][iou]

    /**
     * Follows the curves.
     *
     * @param copies of each image, by its place
     */
    CategoryCurves(CategoryRanking ranking, CocoParameters parameters, int[] copies) {
        for (SizeClass size : SizeClass.values()) {
            Ranked ranked = ranking.of(size);
            int objects = ranked.objects(copies);
            if (objects > 0) {
                follow(size, ranked, parameters, copies, objects);
            }
        }
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
     * Goes down the scores, all thresholds at once: most detections are false positives at each of them and are counted
     * once, those that are something else at a threshold are taken out there.
     */
    private void follow(SizeClass size, Ranked ranked, CocoParameters parameters, int[] copies, int objects) {
        int ious = parameters.iouThresholds().size();
        int firstLimit = size == SizeClass.ALL ? 0 : LAST_LIMIT; // no metric takes fewer detections by size
        int[] notFalse = new int[ious];
        int[][] found = new int[CocoParameters.LIMITS][ious];
        Points[] points = new Points[ious];
        for (int iou = 0; iou < ious; iou++) {
            points[iou] = new Points(ranked.finders());
        }
        int counted = 0;
        for (int i = 0; i < ranked.size(); i++) {
            int times = copies[ranked.places()[i]];
            if (times == 0) {
                continue;
            }
            counted += times;
            int finds = ranked.found()[i];
            for (int bits = finds | ranked.ignored()[i]; bits != 0; bits &= bits - 1) {
                int iou = Integer.numberOfTrailingZeros(bits);
                notFalse[iou] += times;
                if ((finds >> iou & 1) != 0) {
                    for (int limit = firstLimit; limit < CocoParameters.LIMITS; limit++) {
                        if (ranked.ranks()[i] < parameters.limit(limit)) {
                            found[limit][iou] += times;
                        }
                    }
                    points[iou].add(found[LAST_LIMIT][iou], counted - notFalse[iou]);
                }
            }
        }
        double[][] precision = new double[ious][];
        double[][] recall = new double[CocoParameters.LIMITS][ious];
        for (int iou = 0; iou < ious; iou++) {
            precision[iou] = points[iou].precisions(objects);
            for (int limit = firstLimit; limit < CocoParameters.LIMITS; limit++) {
                recall[limit][iou] = (double) found[limit][iou] / objects;
            }
        }
        precisions.put(size, precision);
        recalls.put(size, recall);
    }

    /** The curve at one threshold, where recall grows. */
    private static final class Points {
        private final int[] truePositives;
        private final int[] falsePositives;
        private int count;

        Points(int most) {
            truePositives = new int[most];
            falsePositives = new int[most];
        }

        void add(int found, int wrong) {
            truePositives[count] = found;
            falsePositives[count] = wrong;
            count++;
        }

        /** At each point of the recall grid the largest precision from there on; 0 where recall does not reach. */
        double[] precisions(double objects) {
            double[] grid = new double[Thresholds.RECALL_COUNT];
            double largest = 0;
            int point = grid.length - 1;
            for (int i = count - 1; i >= 0; i--) {
                double found = truePositives[i];
                while (point >= 0 && found / objects < Thresholds.recall(point)) {
                    grid[point] = largest; // of what comes after, 0 at first
                    point--;
                }
                largest = Math.max(largest, found / (falsePositives[i] + found + EPSILON));
            }
            for (; point >= 0; point--) {
                grid[point] = largest;
            }
            return grid;
        }
    }
}
