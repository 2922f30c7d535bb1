package org.fpn4j.heads.box;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.detection.Box;
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

    /** Writes the deltas from the anchor at {@code offset} to the box into the same place of {@code deltas}. */
    public void encode(float[] anchors, int offset, Box box, float[] deltas) {
        float width = anchors[offset + 2] - anchors[offset];
        float height = anchors[offset + 3] - anchors[offset + 1];
        float x = anchors[offset] + 0.5f * width;
        float y = anchors[offset + 1] + 0.5f * height;
        deltas[offset] = (float) centerWeight * (box.x1() + 0.5f * box.width() - x) / width;
        deltas[offset + 1] = (float) centerWeight * (box.y1() + 0.5f * box.height() - y) / height;
        deltas[offset + 2] = (float) (sizeWeight * Math.log(box.width() / width));
        deltas[offset + 3] = (float) (sizeWeight * Math.log(box.height() / height));
    }

    /** Writes the corners that the deltas at {@code offset} make of the anchor at the same place. */
    public void decode(float[] anchors, float[] deltas, int offset, float[] boxes, int target) {
        boxes(anchors).decode(deltas, offset / 4, boxes, target);
    }

    /** The same decoding as part of a head's. */
    public Boxes.Deltas boxes(float[] anchors) {
        return new Boxes.Deltas(anchors, centerWeight, sizeWeight, clamp);
    }

    /** The same decoding inside a graph. */
    public Operation operation() {
        return new Operation.DecodeDeltas(centerWeight, sizeWeight, clamp);
    }
}
