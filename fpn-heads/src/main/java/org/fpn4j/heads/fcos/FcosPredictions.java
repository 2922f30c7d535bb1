package org.fpn4j.heads.fcos;

import org.fpn4j.core.head.Decoding;
import org.fpn4j.core.head.HeadGeometry.Wanted;
import org.fpn4j.core.head.RawOutputs;
import org.fpn4j.heads.nms.Candidates;
import org.fpn4j.heads.nms.DenseDecoder;
import org.fpn4j.heads.nms.Logits;
import org.fpn4j.heads.nms.Rows;

/** The head's raw outputs for one image as scores and boxes. */
final class FcosPredictions implements DenseDecoder.Predictions {
    private final Decoding.Scores scores;
    private final int classes;
    private final int labels;
    private final float threshold;
    private final FcosPoints points;
    private final Rows logits;
    private final float[] distances;
    private final float[] centerness;

    FcosPredictions(Decoding decoding, FcosPoints points, Wanted wanted, RawOutputs outputs) {
        this.scores = decoding.scores();
        this.classes = decoding.classes();
        this.labels = Math.min(classes, wanted.classes());
        this.threshold = (float) decoding.scoreThreshold();
        this.points = points;
        this.logits = new Rows(outputs.get(Decoding.CLASS_LOGITS), classes);
        this.distances = outputs.get(Decoding.BOX_DELTAS).toArray();
        this.centerness = outputs.get(Decoding.CENTERNESS).toArray();
    }

    @Override
    public void score(int from, int to, Candidates candidates) {
        for (int cell = from; cell < to; cell++) {
            if (!Float.isFinite(centerness[cell])) {
                continue;
            }
            float center = Logits.sigmoid(centerness[cell]);
            float hopeless = Logits.floor(leastClassScore(center));
            int row = logits.offset(cell);
            float[] values = logits.values();
            for (int label = 0; label < labels; label++) {
                float logit = values[row + label];
                if (logit > hopeless && logit < Float.POSITIVE_INFINITY) {
                    float score = Logits.sigmoid(logit);
                    if (measure(scores.threshold(), score, center) > threshold
                            && Logits.areFinite(distances, 4 * cell, 4)) {
                        candidates.add(measure(scores.candidates(), score, center), cell * classes + label);
                    }
                }
            }
        }
    }

    /** Class scores up to this are below the threshold. */
    private double leastClassScore(float center) {
        return switch (scores.threshold()) {
            case CLASS -> threshold;
            case PRODUCT -> threshold / (double) center;
            case ROOT_OF_PRODUCT -> (double) threshold * threshold / center;
        };
    }

    private static float measure(Decoding.Measure measure, float score, float center) {
        return switch (measure) {
            case CLASS -> score;
            case PRODUCT -> score * center;
            case ROOT_OF_PRODUCT -> (float) Math.sqrt(score * center);
        };
    }

    @Override
    public boolean ranksAnew() {
        return scores.ranksAnew();
    }

    @Override
    public float finalScore(float score, int cell) {
        return ranksAnew() ? measure(scores.detections(), score, Logits.sigmoid(centerness[cell])) : score;
    }

    @Override
    public void box(int cell, float[] boxes, int offset) {
        points.decode(cell, distances, boxes, offset);
    }
}
