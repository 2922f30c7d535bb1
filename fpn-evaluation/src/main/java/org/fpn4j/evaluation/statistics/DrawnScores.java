package org.fpn4j.evaluation.statistics;

/**
 * A score on replicates of its validation images: draws of as many images as there are, with repetition, the same for all that is
 * compared.
 */
public final class DrawnScores {
    private final double[] scores;
    private final int images;
    private final int withObjects;

    /**
     * Of draws in order.
     *
     * @param scores one a draw; -1 where a draw holds nothing to measure
     * @param images how many were drawn from
     * @param withObjects how many of them hold an object that the score is of
     */
    public DrawnScores(double[] scores, int images, int withObjects) {
        if (images < 1) {
            throw new IllegalArgumentException("images[" + images + "] must be >= 1");
        }
        this.scores = scores.clone();
        this.images = images;
        this.withObjects = withObjects;
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

    /** How many of the images hold an object that the score is of. */
    public int withObjects() {
        return withObjects;
    }
}
