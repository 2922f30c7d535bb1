package org.fpn4j.evaluation.replicate;

import org.fpn4j.data.transform.SampleRandom;

/**
 * Draws of as many images as there are, with repetition, the same for all detectors scored on them, so that their differences are
 * paired (the bootstrap: Efron, Bootstrap Methods, Annals of Statistics 7, 1979).
 *
 * @param images how many there are, in the order of their ids
 * @param draws how many times as many are drawn
 */
public record ImageDraws(int images, int draws) {
    /** Draws enough for a standard error to be right within some 2 %. */
    public static final int USUAL = 1000;

    static final String KEY = "image bootstrap"; // of the random numbers

    public ImageDraws {
        if (images < 1 || draws < 1) {
            throw new IllegalArgumentException("images[" + images + "] and draws[" + draws + "] must be >= 1");
        }
    }

    /** How often each image is in a draw. */
    public int[] copies(int draw) {
        SampleRandom random = SampleRandom.of(draw, KEY);
        int[] copies = new int[images];
        for (int i = 0; i < images; i++) {
            copies[random.below(images)]++;
        }
        return copies;
    }
}
