package org.fpn4j.core.decoding;

/** The raw outputs of one image as scores and boxes. */
final class Predictions {
    private final Decoding.Scores scores;
    private final Boxes boxes;
    private final int classes;
    private final int labels;
    private final float threshold;
    private final float hopeless; // logits up to it are below the threshold, where there is no confidence
    private final Rows logits;
    private final float[] values;
    private final boolean confident;
    private final float[] confidences; // empty where no score has one in it

    Predictions(Decoding decoding, RawOutputs outputs, Wanted wanted) {
        this.scores = decoding.scores();
        this.boxes = decoding.boxes();
        this.classes = decoding.classes();
        this.labels = Math.min(classes, wanted.classes());
        this.threshold = (float) decoding.scoreThreshold();
        this.hopeless = Logits.floor(threshold);
        this.logits = new Rows(outputs.get(Decoding.CLASS_LOGITS), classes);
        this.values = outputs.get(Decoding.BOX_DELTAS).toArray();
        this.confident = scores.useConfidence();
        this.confidences = confident ? outputs.get(scores.confidence()).toArray() : new float[0];
    }

    /**
     * Adds what is above the score threshold and made of finite values, with {@code cell * classes + label} as index.
     *
     * @param from first cell of a level
     * @param to after its last cell
     */
    void score(int from, int to, Candidates candidates) {
        for (int cell = from; cell < to; cell++) {
            if (!confident) {
                score(cell, 1, hopeless, candidates);
            } else if (Float.isFinite(confidences[cell])) {
                float confidence = Logits.sigmoid(confidences[cell]);
                score(
                        cell,
                        confidence,
                        Logits.floor(scores.threshold().classScoreAt(threshold, confidence)),
                        candidates);
            }
        }
    }

    private void score(int cell, float confidence, float least, Candidates candidates) {
        int row = logits.offset(cell);
        float[] stretch = logits.values();
        boolean one = scores.labels() == Decoding.Labels.BEST;
        int first = one ? best(stretch, row) : 0;
        int end = one ? Math.min(first + 1, labels) : labels;
        for (int label = first; label < end; label++) {
            float logit = stretch[row + label];
            if (logit > least && logit < Float.POSITIVE_INFINITY) {
                float score = Logits.sigmoid(logit);
                if (scores.threshold().of(score, confidence) > threshold && Logits.areFinite(values, 4 * cell, 4)) {
                    candidates.add(scores.candidates().of(score, confidence), cell * classes + label);
                }
            }
        }
    }

    /** The class of the largest finite logit, the first of equals; as many as there are classes where none is finite. */
    private int best(float[] stretch, int row) {
        int best = labels;
        for (int label = 0; label < labels; label++) {
            boolean better = best == labels || stretch[row + label] > stretch[row + best];
            if (Float.isFinite(stretch[row + label]) && better) {
                best = label;
            }
        }
        return best;
    }

    /** The score that suppression ranks by and detections have, of the one that chose the candidate. */
    float finalScore(float score, int cell) {
        return scores.detections().of(score, Logits.sigmoid(confidences[cell]));
    }

    /** Writes a cell's corners. */
    void box(int cell, float[] corners) {
        boxes.decode(values, cell, corners, 0);
    }
}
