package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.kernel.Kernel;

/**
 * A whole focal loss with its gradient: negatives by primitives, the few positives in double precision.
 *
 * @param negatives which make a sum for each cell, and the gradients of all values as of negatives
 */
record FocalLoss(
        Operation.FocalLoss focal,
        FocalCells cells,
        FloatBuffer logits,
        Kernel negatives,
        FloatBuffer loss,
        FloatBuffer gradients)
        implements Kernel {
    static double negativeShare(Operation.FocalLoss focal) {
        return focal.alpha() < 0 ? 1 : 1 - focal.alpha();
    }

    private static double positiveShare(Operation.FocalLoss focal) {
        return focal.alpha() < 0 ? 1 : focal.alpha();
    }

    @Override
    public void run() {
        cells.read();
        negatives.run();
        double total = 0;
        for (int i = 0; i < cells.count(); i++) {
            float weight = cells.weights().get(i);
            if (weight != 0) {
                double ofCell =
                        -negativeShare(focal) / focal.gamma() * cells.sums().get(i);
                if (cells.isPositive(i)) {
                    ofCell += positive(cells.ofClass(i), weight);
                }
                total += weight * ofCell;
            }
        }
        loss.put(0, (float) total);
    }

    /** Writes the gradient of a positive value; gives its loss, without the weight. */
    private double positive(int index, float weight) {
        double x = logits.get(index);
        double p = 1 / (1 + Math.exp(-x));
        double q = 1 / (1 + Math.exp(x));
        double likelihood = softplus(-x);
        double share = positiveShare(focal) * Math.pow(q, focal.gamma());
        gradients.put(index, (float) (-weight * share * (focal.gamma() * p * likelihood + q)));
        return share * likelihood;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public void close() {
        negatives.close();
        cells.close();
    }
}
