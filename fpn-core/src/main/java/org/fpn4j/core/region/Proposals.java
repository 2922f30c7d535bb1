package org.fpn4j.core.region;

import java.util.List;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.decoding.Logits;
import org.fpn4j.core.decoding.Nms;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * The regions that a region proposal network proposes (Ren et al., arXiv:1506.01497v3, section 3.1; Lin et al.,
 * arXiv:1612.03144v2, section 4.1). Inputs: objectness logits {@code [N, L, 1]}, deltas {@code [N, L, 4]} and anchors
 * {@code [L, 4]}; output {@code [N, most, 5]}, best first ({@link Regions#PROPOSAL}). For each image,
 *
 * <ol>
 *   <li>of each level the {@code perLevel} best anchors remain, the first of equals;
 *   <li>their boxes are clipped to the image, and those with a side below {@code leastSide} go;
 *   <li>boxes are taken by score, and one that overlaps a taken one of its level by more than {@code nmsThreshold} goes;
 *   <li>the {@code most} best of all levels are proposed.
 * </ol>
 *
 * <p>What is not finite is never proposed.
 *
 * @param ends index after each level's last anchor, finest level first
 * @param coder boxes from deltas
 * @param imageHeight pixels
 * @param imageWidth pixels
 * @param perLevel best anchors of each level
 * @param most proposals of an image
 * @param nmsThreshold largest overlap of two proposals of a level
 * @param leastSide pixels
 */
public record Proposals(
        List<Integer> ends,
        Operation.DecodeDeltas coder,
        int imageHeight,
        int imageWidth,
        int perLevel,
        int most,
        double nmsThreshold,
        double leastSide)
        implements Operation.Decision {
    public Proposals {
        ends = List.copyOf(ends);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        int anchors = ends.get(ends.size() - 1);
        Regions.check(inputs.size() == 3 && inputs.get(0).rank() == 3, this, inputs);
        int batch = inputs.get(0).dim(0);
        Regions.check(
                inputs.equals(List.of(Shape.of(batch, anchors, 1), Shape.of(batch, anchors, 4), Shape.of(anchors, 4))),
                this,
                inputs);
        return Regions.table(batch, most, Regions.PROPOSAL);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int anchors = ends.get(ends.size() - 1);
        int rows = most * Regions.PROPOSAL;
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            Proposed found = propose(inputs.get(0), image * anchors, inputs.get(1), inputs.get(2));
            System.arraycopy(found.table(), 0, output, image * rows, rows);
        }
    }

    /**
     * What is proposed in one image. The arrays are not copied.
     *
     * @param table {@code [most, 5]}
     * @param levels of the first {@code count} rows, as places in {@link #ends}
     * @param count of rows in which something is proposed
     */
    public record Proposed(float[] table, int[] levels, int count) {}

    /** What is proposed in one image, and at which level; inputs as above, of this image alone. */
    public Proposed of(float[] logits, float[] deltas, float[] anchors) {
        return propose(logits, 0, deltas, anchors);
    }

    /** Of the image whose first anchor is at {@code first} of the batch. */
    private Proposed propose(float[] logits, int first, float[] deltas, float[] anchors) {
        Candidates best = new Candidates(); // of all levels
        float[] boxes = new float[4 * Math.min(ends.size() * perLevel, anchors.length / 4)];
        int[] levels = new int[boxes.length / 4];
        int count = 0;
        int anchor = 0;
        for (int level = 0; level < ends.size(); level++) {
            Candidates ofLevel = new Candidates();
            for (; anchor < ends.get(level); anchor++) {
                if (Float.isFinite(logits[first + anchor])) {
                    ofLevel.add(logits[first + anchor], anchor);
                }
            }
            for (long key : ofLevel.best(perLevel)) {
                int chosen = Candidates.index(key);
                Boxes.Deltas.decode(coder, anchors, 4 * chosen, deltas, 4 * (first + chosen), boxes, 4 * count);
                if (isProposable(boxes, 4 * count)) {
                    levels[count] = level;
                    best.add(Candidates.score(key), count++);
                }
            }
        }
        return suppressed(best, boxes, levels);
    }

    private boolean isProposable(float[] boxes, int at) {
        return Regions.isFinite(boxes, at) && Regions.clip(boxes, at, imageHeight, imageWidth, leastSide);
    }

    private Proposed suppressed(Candidates candidates, float[] boxes, int[] levels) {
        float[] table = new float[most * Regions.PROPOSAL];
        int[] levelsOfRows = new int[most];
        Nms nms = new Nms(nmsThreshold);
        int count = 0;
        for (long key : candidates.best(candidates.size())) {
            int box = Candidates.index(key);
            if (count < most && nms.offer(boxes, 4 * box, levels[box])) {
                levelsOfRows[count] = levels[box];
                int row = count++ * Regions.PROPOSAL;
                System.arraycopy(boxes, 4 * box, table, row, 4);
                table[row + 4] = Logits.sigmoid(Candidates.score(key));
            }
        }
        for (int i = count; i < most; i++) {
            table[i * Regions.PROPOSAL + 4] = Regions.NONE;
        }
        return new Proposed(table, levelsOfRows, count);
    }
}
