package org.fpn4j.heads.ssd;

import java.util.List;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * Which anchors the classification learns from (Liu et al., arXiv:1512.02325v5, section 2.2, hard negative mining). Inputs: class
 * logits {@code [N, L, K + 1]} with the background first, classes {@code [N, L]}, 0 for the background, and weights {@code [N,
 * L]}; output the weights {@code [N, L]} of those that count, 0 elsewhere. For each image,
 *
 * <ol>
 *   <li>anchors of a class that carry weight count;
 *   <li>of the background's so many count as are {@code perPositive} for each of these, at least {@code least}: those with the
 *       largest loss, the first of equals.
 * </ol>
 *
 * @param perPositive negatives for a positive
 * @param least negatives of an image, whether or not it has positives
 */
public record HardNegatives(double perPositive, int least) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        boolean fits = inputs.size() == 3 && inputs.get(0).rank() == 3;
        if (fits) {
            Shape perAnchor = Shape.of(inputs.get(0).dim(0), inputs.get(0).dim(1));
            fits = inputs.get(1).equals(perAnchor) && inputs.get(2).equals(perAnchor);
        }
        if (!fits) {
            throw new IllegalArgumentException("hard negatives: inputs do not fit, got " + inputs);
        }
        return inputs.get(2);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int anchors = shapes.get(0).dim(1);
        int values = shapes.get(0).dim(2);
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            int first = image * anchors;
            int positives = 0;
            Candidates negatives = new Candidates();
            for (int anchor = 0; anchor < anchors; anchor++) {
                int at = first + anchor;
                boolean positive = inputs.get(1)[at] > 0;
                float weight = inputs.get(2)[at];
                output[at] = positive ? weight : 0;
                if (weight != 0 && positive) {
                    positives++;
                } else if (weight != 0) {
                    negatives.add(backgroundLoss(inputs.get(0), at * values, values), anchor);
                }
            }
            for (int anchor : hardest(negatives, positives)) {
                output[first + anchor] = inputs.get(2)[first + anchor];
            }
        }
    }

    /**
     * The negatives of an image that count, the hardest first.
     *
     * @param losses of the negatives, by anchor
     * @param positives of the image
     */
    public int[] hardest(Candidates losses, int positives) {
        long wanted = Math.max(least, (long) Math.ceil(perPositive * positives));
        long[] keys = losses.best((int) Math.min(wanted, losses.size()));
        int[] anchors = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            anchors[i] = Candidates.index(keys[i]);
        }
        return anchors;
    }

    /** Softmax cross-entropy of the first class; what is no number is the hardest, so that it is seen in the loss. */
    private static float backgroundLoss(float[] logits, int from, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.exp(logits[i] - largest);
        }
        float loss = (float) (Math.log(sum) + largest - logits[from]);
        return Float.isNaN(loss) ? Float.POSITIVE_INFINITY : loss;
    }
}
