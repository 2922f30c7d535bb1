package org.fpn4j.heads.fcos;

import java.util.Map;
import org.fpn4j.heads.nms.Candidates;
import org.fpn4j.heads.nms.DenseDecoder;
import org.fpn4j.heads.nms.Logits;

/** The head's raw outputs for one image as scores and boxes. */
final class FcosPredictions implements DenseDecoder.Predictions {
    private final ScoreMode mode;
    private final int classes;
    private final float threshold;
    private final FcosPoints points;
    private final float[] logits;
    private final float[] distances;
    private final float[] centerness;

    FcosPredictions(FcosConfig config, FcosPoints points, Map<String, float[]> outputs) {
        this.mode = config.score();
        this.classes = config.numClasses();
        this.threshold = (float) config.postprocess().scoreThreshold();
        this.points = points;
        this.logits = outputs.get("cls_logits");
        this.distances = outputs.get("box_deltas");
        this.centerness = outputs.get("centerness");
    }

    @Override
    public void score(int from, int to, Candidates candidates) {
        for (int cell = from; cell < to; cell++) {
            float center = Logits.sigmoid(centerness[cell]);
            float hopeless = Logits.floor(leastClassScore(center));
            for (int i = cell * classes; i < (cell + 1) * classes; i++) {
                if (logits[i] > hopeless) {
                    add(i, Logits.sigmoid(logits[i]), center, candidates);
                }
            }
        }
    }

    /** Class scores up to this are below the threshold. */
    private double leastClassScore(float center) {
        return switch (mode) {
            case SQRT_PRODUCT -> (double) threshold * threshold / center;
            case CLS_THEN_SQRT_PRODUCT, CLS_THEN_PRODUCT -> threshold;
        };
    }

    private void add(int index, float score, float center, Candidates candidates) {
        float root = (float) Math.sqrt(score * center);
        switch (mode) {
            case SQRT_PRODUCT -> {
                if (root > threshold) {
                    candidates.add(root, index);
                }
            }
            case CLS_THEN_SQRT_PRODUCT -> {
                if (score > threshold) {
                    candidates.add(root, index);
                }
            }
            case CLS_THEN_PRODUCT -> {
                if (score > threshold) {
                    candidates.add(score, index);
                }
            }
        }
    }

    @Override
    public boolean ranksAnew() {
        return mode == ScoreMode.CLS_THEN_PRODUCT;
    }

    @Override
    public float finalScore(float score, int cell) {
        return ranksAnew() ? score * Logits.sigmoid(centerness[cell]) : score;
    }

    @Override
    public void box(int cell, float[] boxes, int offset) {
        points.decode(cell, distances, boxes, offset);
    }
}
