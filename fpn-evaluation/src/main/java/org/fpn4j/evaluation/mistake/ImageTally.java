package org.fpn4j.evaluation.mistake;

/**
 * How well one image went.
 *
 * @param right objects that were found as what they are
 * @param wrong detections that are of no object of their class
 * @param missed objects that were not found as what they are
 */
public record ImageTally(int right, int wrong, int missed) {
    /**
     * {@code 2 right / (2 right + wrong + missed)}: the harmonic mean of precision and recall, in [0, 1]; 1 where there is nothing to find and
     * nothing was found.
     */
    public double f1() {
        int all = 2 * right + wrong + missed;
        return all == 0 ? 1 : 2.0 * right / all;
    }

    /** How many mistakes there are. */
    public int mistakes() {
        return wrong + missed;
    }

    static ImageTally of(ImageMatches matches) {
        int right = 0;
        int wrong = 0;
        int missed = 0;
        for (ImageMatches.Pair pair : matches.pairs()) {
            if (pair.isRight()) {
                right++;
            } else {
                wrong += pair.detection().isPresent() ? 1 : 0;
                missed += pair.object().isPresent() ? 1 : 0;
            }
        }
        return new ImageTally(right, wrong, missed);
    }
}
