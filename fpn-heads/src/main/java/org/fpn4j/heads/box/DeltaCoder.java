package org.fpn4j.heads.box;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.graph.Operation;

/**
 * Boxes as deltas from anchors (arXiv:1311.2524v5, appendix C):
 *
 * <pre>
 * dx = centerWeight (x - xa) / wa      dw = sizeWeight ln(w / wa)
 * dy = centerWeight (y - ya) / ha      dh = sizeWeight ln(h / ha)
 * </pre>
 *
 * with centres {@code x, y} and sides {@code w, h}. RetinaNet has weights of 1, region heads 10 and 5.
 *
 * @param centerWeight of dx, dy
 * @param sizeWeight of dw, dh
 * @param clamp largest log-scale of a side while decoding
 */
public record DeltaCoder(
        @Range(min = 0, max = 1000, aboveMin = true) double centerWeight,
        @Range(min = 0, max = 1000, aboveMin = true) double sizeWeight,
        @Range(min = 0, max = 50, aboveMin = true) double clamp) {
    /** Weights of 1. */
    public DeltaCoder() {
        this(1, 1, Math.log(1000.0 / 16)); // a 1000 px object from a 16 px anchor
    }

    public DeltaCoder {
        FieldChecks.of(DeltaCoder.class)
                .bounds("centerWeight", centerWeight)
                .bounds("sizeWeight", sizeWeight)
                .bounds("clamp", clamp)
                .done();
    }

    /**
     * Deltas {@code [L, 4]} from anchors to boxes.
     *
     * @param anchors corners {@code [L, 4]}
     * @param boxes corners {@code [L, 4]}
     * @throws IllegalArgumentException where they are not as many
     */
    public float[] encode(float[] anchors, float[] boxes) {
        float[] deltas = new float[sameLength("boxes", anchors, boxes)];
        for (int i = 0; i < anchors.length / 4; i++) {
            encode(anchors, boxes, deltas, i);
        }
        return deltas;
    }

    /**
     * Corners {@code [L, 4]} that deltas make of anchors.
     *
     * @param anchors corners {@code [L, 4]}
     * @param deltas {@code [L, 4]}
     * @throws IllegalArgumentException where they are not as many
     */
    public float[] decode(float[] anchors, float[] deltas) {
        float[] boxes = new float[sameLength("deltas", anchors, deltas)];
        for (int i = 0; i < anchors.length / 4; i++) {
            decode(anchors, deltas, boxes, i);
        }
        return boxes;
    }

    private static int sameLength(String what, float[] anchors, float[] others) {
        if (anchors.length % 4 != 0 || others.length != anchors.length) {
            throw new IllegalArgumentException("anchors[" + anchors.length + "] and " + what + "[" + others.length
                    + "] must be four numbers each, and as many");
        }
        return anchors.length;
    }

    /** {@link #encode(float[], float[])} of one box; the deltas may be written over the boxes. */
    public void encode(float[] anchors, float[] boxes, float[] deltas, int index) {
        int at = 4 * index;
        float width = anchors[at + 2] - anchors[at];
        float height = anchors[at + 3] - anchors[at + 1];
        float x = anchors[at] + 0.5f * width;
        float y = anchors[at + 1] + 0.5f * height;
        float boxWidth = boxes[at + 2] - boxes[at];
        float boxHeight = boxes[at + 3] - boxes[at + 1];
        deltas[at] = (float) centerWeight * (boxes[at] + 0.5f * boxWidth - x) / width;
        deltas[at + 1] = (float) centerWeight * (boxes[at + 1] + 0.5f * boxHeight - y) / height;
        deltas[at + 2] = (float) (sizeWeight * Math.log(boxWidth / width));
        deltas[at + 3] = (float) (sizeWeight * Math.log(boxHeight / height));
    }

    /** {@link #decode(float[], float[])} of one box. */
    public void decode(float[] anchors, float[] deltas, float[] boxes, int index) {
        boxes(anchors).decode(deltas, index, boxes, 4 * index);
    }

    /** The same decoding as part of a head's. */
    public Boxes.Deltas boxes(float[] anchors) {
        return new Boxes.Deltas(anchors, centerWeight, sizeWeight, clamp);
    }

    /** The same decoding inside a graph. */
    public Operation.DecodeDeltas operation() {
        return new Operation.DecodeDeltas(centerWeight, sizeWeight, clamp);
    }
}
