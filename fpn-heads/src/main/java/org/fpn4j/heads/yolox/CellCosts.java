package org.fpn4j.heads.yolox;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.core.decoding.Logits;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.box.Overlap;

/**
 * What the cells of one image cost its objects, by what they predict.
 *
 * @param candidates cells that lie in or around any object, in their order
 * @param costs by object and candidate
 * @param overlaps by object and candidate
 */
record CellCosts(int[] candidates, double[][] costs, float[][] overlaps) {
    /** Of a cell that does not lie both in the object and around its centre; more than all else together. */
    private static final double OUTSIDE = 100_000;

    /** Keeps the logarithm of no overlap a number. */
    private static final double LEAST_OVERLAP = 1e-8;

    /** The smallest logarithm of a probability, as in PyTorch's cross-entropy. */
    private static final double LEAST_LOG = -100;

    /**
     * What one image's cells predict, within the arrays of a batch.
     *
     * @param boxes corners {@code [N, L, 4]}
     * @param logits of classes {@code [N, L, K]}
     * @param objectness logits {@code [N, L, 1]}
     * @param first place of the image's first cell
     * @param classes {@code K}
     */
    record Predicted(float[] boxes, float[] logits, float[] objectness, int first, int classes) {}

    /** The costs for all objects. */
    static CellCosts of(
            YoloxCells cells, SimOtaConfig config, Predicted predicted, List<Box> objects, List<Integer> labels) {
        double radius = config.centerRadius();
        int[] candidates = IntStream.range(0, cells.count())
                .filter(cell ->
                        objects.stream().anyMatch(box -> cells.isIn(cell, box) || cells.isAround(cell, box, radius)))
                .toArray();
        double[][] costs = new double[objects.size()][candidates.length];
        float[][] overlaps = new float[objects.size()][candidates.length];
        double[] roots = new double[predicted.classes()];
        for (int i = 0; i < candidates.length; i++) {
            int cell = candidates[i];
            int at = predicted.first() + cell;
            double ofNone = scores(predicted, at, roots);
            for (int object = 0; object < objects.size(); object++) {
                Box box = objects.get(object);
                float overlap = Overlap.iou(predicted.boxes(), 4 * at, box);
                double root = roots[labels.get(object)];
                double ofClass = ofNone + log(1 - root) - log(root);
                double ofOverlap = -config.overlapWeight() * Math.log(overlap + LEAST_OVERLAP);
                boolean inside = cells.isIn(cell, box) && cells.isAround(cell, box, radius);
                overlaps[object][i] = overlap;
                costs[object][i] = ofClass + ofOverlap + (inside ? 0 : OUTSIDE);
            }
        }
        return new CellCosts(candidates, costs, overlaps);
    }

    /** The roots of class score times objectness, and the cross-entropy of a cell that should have no class. */
    private static double scores(Predicted predicted, int at, double[] roots) {
        double objectness = Logits.sigmoid(predicted.objectness()[at]);
        Arrays.setAll(
                roots, label -> Math.sqrt(Logits.sigmoid(predicted.logits()[at * roots.length + label]) * objectness));
        double ofNone = 0;
        for (double root : roots) {
            ofNone -= log(1 - root);
        }
        return ofNone;
    }

    private static double log(double probability) {
        return Math.max(Math.log(probability), LEAST_LOG);
    }
}
