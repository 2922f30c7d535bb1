package org.fpn4j.heads.retina;

import java.util.Map;
import org.fpn4j.core.head.Decoding;
import org.fpn4j.core.head.HeadGeometry.Wanted;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.nms.Candidates;
import org.fpn4j.heads.nms.DenseDecoder;
import org.fpn4j.heads.nms.Logits;

/** The head's raw outputs for one image as scores and boxes. */
final class RetinaPredictions implements DenseDecoder.Predictions {
    private final int classes;
    private final int labels;
    private final float threshold;
    private final AnchorGrid anchors;
    private final DeltaCoder coder;
    private final float[] logits;
    private final float[] deltas;

    RetinaPredictions(
            Decoding decoding, AnchorGrid anchors, DeltaCoder coder, Wanted wanted, Map<String, float[]> outputs) {
        this.classes = decoding.classes();
        this.labels = Math.min(classes, wanted.classes());
        this.threshold = (float) decoding.scoreThreshold();
        this.anchors = anchors;
        this.coder = coder;
        this.logits = outputs.get(Decoding.CLASS_LOGITS);
        this.deltas = outputs.get(Decoding.BOX_DELTAS);
    }

    @Override
    public void score(int from, int to, Candidates candidates) {
        float hopeless = Logits.floor(threshold);
        for (int anchor = from; anchor < to; anchor++) {
            for (int i = anchor * classes; i < anchor * classes + labels; i++) {
                if (logits[i] > hopeless && logits[i] < Float.POSITIVE_INFINITY) {
                    float score = Logits.sigmoid(logits[i]);
                    if (score > threshold && Logits.areFinite(deltas, 4 * anchor, 4)) {
                        candidates.add(score, i);
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
