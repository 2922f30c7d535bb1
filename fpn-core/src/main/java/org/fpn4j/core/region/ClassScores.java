package org.fpn4j.core.region;

/** Scores of classes of which one is the background. */
final class ClassScores {
    private ClassScores() {}

    /**
     * The softmax of logits, in double precision.
     *
     * @param from first of as many logits as there are scores
     * @return whether the logits are finite; the scores have no meaning otherwise
     */
    static boolean softmax(float[] logits, int from, float[] scores) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(logits[from + i])) {
                return false;
            }
            largest = Math.max(largest, logits[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += Math.exp((double) logits[from + i] - largest);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (Math.exp((double) logits[from + i] - largest) / sum);
        }
        return true;
    }
}
