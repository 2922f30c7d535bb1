package org.fpn4j.heads.retina;

import org.fpn4j.core.head.Decoding;
import org.fpn4j.core.head.HeadGeometry.Wanted;
import org.fpn4j.core.head.RawOutputs;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.nms.Candidates;
import org.fpn4j.heads.nms.DenseDecoder;
import org.fpn4j.heads.nms.Logits;
import org.fpn4j.heads.nms.Rows;

/** The head's raw outputs for one image as scores and boxes. */
final class RetinaPredictions implements DenseDecoder.Predictions {
    private final int classes;
    private final int labels;
    private final float threshold;
    private final AnchorGrid anchors;
    private final DeltaCoder coder;
    private final Rows logits;
    private final float[] deltas;

    RetinaPredictions(Decoding decoding, AnchorGrid anchors, DeltaCoder coder, Wanted wanted, RawOutputs outputs) {
        this.classes = decoding.classes();
        this.labels = Math.min(classes, wanted.classes());
        this.threshold = (float) decoding.scoreThreshold();
        this.anchors = anchors;
        this.coder = coder;
        this.logits = new Rows(outputs.get(Decoding.CLASS_LOGITS), classes);
        this.deltas = outputs.get(Decoding.BOX_DELTAS).toArray();
    }

    @Override
    public void score(int from, int to, Candidates candidates) {
        float hopeless = Logits.floor(threshold);
        for (int anchor = from; anchor < to; anchor++) {
            int row = logits.offset(anchor);
            float[] values = logits.values();
            for (int label = 0; label < labels; label++) {
                float logit = values[row + label];
                if (logit > hopeless && logit < Float.POSITIVE_INFINITY) {
                    float score = Logits.sigmoid(logit);
                    if (score > threshold && Logits.areFinite(deltas, 4 * anchor, 4)) {
                        candidates.add(score, anchor * classes + label);
                    }
                }
            }
        }
    }

    @Override
    public void box(int cell, float[] boxes, int offset) {
        coder.decode(anchors.boxes(), deltas, 4 * cell, boxes, offset);
    }
}
