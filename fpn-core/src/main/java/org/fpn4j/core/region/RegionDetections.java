package org.fpn4j.core.region;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.decoding.Nms;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * What is detected in proposed regions (Girshick, arXiv:1504.08083v2, section 2.2). Inputs: proposals {@code [N, P, 5]}, class
 * logits {@code [N, P, K + 1]} with the background first, and deltas {@code [N, P, 4 (K + 1)]}, or {@code [N, P, 4]} where
 * all classes share a box; output {@code [N, most, 6]}, best first ({@link Regions#DETECTION}). For each image,
 *
 * <ol>
 *   <li>the scores of a region are the softmax of its logits; those above {@code scoreThreshold}, but for the background's,
 *       are candidates;
 *   <li>their boxes are clipped to the image, and those with a side below {@code leastSide} go;
 *   <li>candidates are taken by score, and one that overlaps a taken one of its class by more than {@code nmsThreshold} goes;
 *   <li>the {@code most} best are detections.
 * </ol>
 *
 * <p>Among equal scores the smaller {@code region * K + class} is better. What is not finite is no candidate.
 *
 * @param classes {@code K}
 * @param coder boxes from deltas
 * @param imageHeight pixels
 * @param imageWidth pixels
 * @param scoreThreshold scores above it are candidates
 * @param nmsThreshold largest overlap of two detections of a class
 * @param most detections of an image
 * @param leastSide pixels
 */
public record RegionDetections(
        int classes,
        Operation.DecodeDeltas coder,
        int imageHeight,
        int imageWidth,
        double scoreThreshold,
        double nmsThreshold,
        int most,
        double leastSide)
        implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        Regions.check(inputs.size() == 3 && inputs.get(0).rank() == 3, this, inputs);
        int batch = inputs.get(0).dim(0);
        int rows = inputs.get(0).dim(1);
        Shape deltas = inputs.get(2);
        Regions.check(
                inputs.get(0).dim(2) == Regions.PROPOSAL
                        && inputs.get(1).equals(Shape.of(batch, rows, classes + 1))
                        && (deltas.equals(Shape.of(batch, rows, 4))
                                || deltas.equals(Shape.of(batch, rows, 4 * (classes + 1)))),
                this,
                inputs);
        return Regions.table(batch, most, Regions.DETECTION);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int rows = shapes.get(0).dim(1);
        int perRow = shapes.get(2).dim(2);
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            detect(new Image(inputs, image * rows, rows, perRow), output, image * most * Regions.DETECTION);
        }
    }

    /** Rows of one image within those of a batch. */
    private record Image(List<float[]> inputs, int first, int rows, int deltasPerRow) {
        float[] proposals() {
            return inputs.get(0);
        }

        int proposal(int row) {
            return (first + row) * Regions.PROPOSAL;
        }

        boolean isProposed(int row) {
            return proposals()[proposal(row) + 4] >= 0;
        }

        int delta(int row, int label) {
            return (first + row) * deltasPerRow + (deltasPerRow == 4 ? 0 : 4 * (label + 1));
        }
    }

    private void detect(Image image, float[] output, int offset) {
        Candidates candidates = new Candidates();
        float[] scores = new float[classes + 1];
        for (int row = 0; row < image.rows(); row++) {
            if (image.isProposed(row)
                    && ClassScores.softmax(image.inputs().get(1), (image.first() + row) * scores.length, scores)) {
                for (int label = 0; label < classes; label++) {
                    if (scores[label + 1] > (float) scoreThreshold) {
                        candidates.add(scores[label + 1], row * classes + label);
                    }
                }
            }
        }
        Nms nms = new Nms(nmsThreshold);
        float[] corners = new float[4];
        int count = 0;
        for (long key : candidates.best(candidates.size())) {
            int row = Candidates.index(key) / classes;
            int label = Candidates.index(key) % classes;
            Boxes.Deltas.decode(
                    coder,
                    image.proposals(),
                    image.proposal(row),
                    image.inputs().get(2),
                    image.delta(row, label),
                    corners,
                    0);
            if (count < most
                    && Regions.isFinite(corners, 0)
                    && Regions.clip(corners, 0, imageHeight, imageWidth, leastSide)
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
