package org.fpn4j.core.region;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.decoding.Nms;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * What anchors detect whose classes exclude each other (Liu et al., arXiv:1512.02325v5, section 2; torchvision's SSD). Inputs:
 * class logits {@code [N, L, K + 1]} with the background first, deltas {@code [N, L, 4]} and anchors {@code [L, 4]}; output
 * {@code [N, most, 6]}, best first ({@link Regions#DETECTION}). For each image,
 *
 * <ol>
 *   <li>the scores of an anchor are the softmax of its logits; those above {@code scoreThreshold}, but for the background's,
 *       are candidates, and of each class the {@code perClass} best remain, the first of equals;
 *   <li>their boxes are clipped to the image;
 *   <li>candidates are taken by score, and one that overlaps a taken one of its class by more than {@code nmsThreshold} goes;
 *   <li>the {@code most} best are detections.
 * </ol>
 *
 * <p>Among equal scores the smaller {@code class * L + anchor} is better, which is torchvision's order. What is not finite is no
 * detection. Boxes without area take places among the best, as in torchvision.
 *
 * @param classes {@code K}
 * @param coder boxes from deltas
 * @param imageHeight pixels
 * @param imageWidth pixels
 * @param scoreThreshold scores above it are candidates
 * @param perClass best candidates of each class
 * @param nmsThreshold largest overlap of two detections of a class
 * @param most detections of an image
 */
public record AnchorDetections(
        int classes,
        Operation.DecodeDeltas coder,
        int imageHeight,
        int imageWidth,
        double scoreThreshold,
        int perClass,
        double nmsThreshold,
        int most)
        implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        Regions.check(inputs.size() == 3 && inputs.get(0).rank() == 3, this, inputs);
        int batch = inputs.get(0).dim(0);
        int anchors = inputs.get(0).dim(1);
        Regions.check(
                inputs.equals(List.of(
                        Shape.of(batch, anchors, classes + 1), Shape.of(batch, anchors, 4), Shape.of(anchors, 4))),
                this,
                inputs);
        return Regions.table(batch, most, Regions.DETECTION);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int anchors = shapes.get(0).dim(1);
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            Candidates best = candidates(inputs, image * anchors, anchors);
            detect(inputs, image * anchors, anchors, best, output, image * most * Regions.DETECTION);
        }
    }

    /** The best of each class of an image whose first anchor is at {@code first} of the batch. */
    private Candidates candidates(List<float[]> inputs, int first, int anchors) {
        float[] scores = new float[classes + 1];
        Candidates[] ofClasses = new Candidates[classes];
        Arrays.setAll(ofClasses, label -> new Candidates());
        for (int anchor = 0; anchor < anchors; anchor++) {
            if (!ClassScores.softmax(inputs.get(0), (first + anchor) * scores.length, scores)) {
                continue;
            }
            for (int label = 0; label < classes; label++) {
                if (scores[label + 1] > (float) scoreThreshold) {
                    ofClasses[label].add(scores[label + 1], label * anchors + anchor);
                }
            }
        }
        Candidates all = new Candidates();
        for (Candidates ofClass : ofClasses) {
            for (long key : ofClass.best(perClass)) {
                all.add(Candidates.score(key), Candidates.index(key));
            }
        }
        return all;
    }

    private void detect(List<float[]> inputs, int first, int anchors, Candidates best, float[] output, int offset) {
        Nms nms = new Nms(nmsThreshold);
        float[] corners = new float[4];
        int count = 0;
        for (long key : best.best(best.size())) {
            int anchor = Candidates.index(key) % anchors;
            int label = Candidates.index(key) / anchors;
            Boxes.Deltas.decode(coder, inputs.get(2), 4 * anchor, inputs.get(1), 4 * (first + anchor), corners, 0);
            if (count < most
                    && Regions.isFinite(corners, 0)
                    && Regions.clip(corners, 0, imageHeight, imageWidth, 0)
                    && nms.offer(corners, 0, label)) {
                int at = offset + count++ * Regions.DETECTION;
                System.arraycopy(corners, 0, output, at, 4);
                output[at + 4] = label + 1f;
                output[at + 5] = Candidates.score(key);
            }
        }
        Arrays.fill(output, offset + count * Regions.DETECTION, offset + most * Regions.DETECTION, 0);
    }
}
