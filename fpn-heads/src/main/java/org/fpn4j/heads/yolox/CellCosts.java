package org.fpn4j.heads.yolox;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.core.decoding.Logits;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.box.Overlap;

/**
 * What the cells of one image cost its objects, by what they predict.
 *
 * @param candidates cells that lie in or around any object, in their order
 * @param costs by object and candidate; infinite where nobody needs to know
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

    /**
     * The costs that the assignment asks for. Cells that lie in no object and around its centre cost more than those that do,
     * and where every object has enough of these, the others' stay infinite: their scores are most of the work.
     */
    static CellCosts of(
            YoloxCells cells, SimOtaConfig config, Predicted predicted, List<Box> objects, List<Integer> labels) {
        boolean[][] inside = new boolean[objects.size()][cells.count()];
        int[] candidates = candidates(cells, config.centerRadius(), objects, inside);
        double[][] costs = new double[objects.size()][candidates.length];
        float[][] overlaps = new float[objects.size()][candidates.length];
        for (int object = 0; object < objects.size(); object++) {
            Arrays.fill(costs[object], Double.POSITIVE_INFINITY);
            for (int i = 0; i < candidates.length; i++) {
                int at = predicted.first() + candidates[i];
                overlaps[object][i] = Overlap.iou(predicted.boxes(), 4 * at, objects.get(object));
            }
        }
        CellCosts made = new CellCosts(candidates, costs, overlaps);
        BitSet near = new BitSet();
        for (boolean[] ofObject : inside) {
            IntStream.range(0, candidates.length)
                    .filter(i -> ofObject[candidates[i]])
                    .forEach(near::set);
        }
        made.ask(near, config, predicted, labels, inside);
        if (!made.suffices(new SimOta(config.top()).counts(overlaps))) {
            near.flip(0, candidates.length);
            made.ask(near, config, predicted, labels, inside);
        }
        return made;
    }

    /** Marks those inside on the way. */
    private static int[] candidates(YoloxCells cells, double radius, List<Box> objects, boolean[][] inside) {
        int[] found = new int[cells.count()];
        int count = 0;
        for (int cell = 0; cell < cells.count(); cell++) {
            boolean candidate = false;
            for (int object = 0; object < inside.length; object++) {
                boolean in = cells.isIn(cell, objects.get(object));
                boolean around = cells.isAround(cell, objects.get(object), radius);
                inside[object][cell] = in && around;
                candidate |= in || around;
            }
            if (candidate) {
                found[count++] = cell;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void ask(BitSet of, SimOtaConfig config, Predicted predicted, List<Integer> labels, boolean[][] inside) {
        double[] roots = new double[predicted.classes()];
        of.stream().forEach(i -> {
            double ofNone = scores(predicted, predicted.first() + candidates[i], roots);
            for (int object = 0; object < inside.length; object++) {
                double root = roots[labels.get(object)];
                double ofClass = ofNone + log(1 - root) - log(root);
                double ofOverlap = -config.overlapWeight() * Math.log(overlaps[object][i] + LEAST_OVERLAP);
                costs[object][i] = ofClass + ofOverlap + (inside[object][candidates[i]] ? 0 : OUTSIDE);
            }
        });
    }

    /** Whether every object has as many cells as it takes whose cost none of the others can be below. */
    private boolean suffices(int[] counts) {
        for (int object = 0; object < counts.length; object++) {
            if (Arrays.stream(costs[object]).filter(cost -> cost < OUTSIDE / 2).count() < counts[object]) {
                return false;
            }
        }
        return true;
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
