package org.fpn4j.evaluation.statistics;

/**
 * A score on replicates of its validation images: draws of as many images as there are, with repetition, the same for all that is
 * compared.
 */
public final class DrawnScores {
    private final double[] scores;
    private final int images;

    /**
     * Of draws in order.
     *
     * @param scores one a draw; -1 where a draw holds nothing to measure
     * @param images how many were drawn from
     */
    public DrawnScores(double[] scores, int images) {
        if (images < 1) {
            throw new IllegalArgumentException("images[" + images + "] must be >= 1");
        }
        this.scores = scores.clone();
        this.images = images;
    }

    /** How many. */
    public int draws() {
        return scores.length;
    }

    /** That of a draw; -1 where it holds nothing to measure. */
    public double score(int draw) {
        return scores[draw];
    }

    /** How many images were drawn from. */
    public int images() {
        return images;
    }
}
