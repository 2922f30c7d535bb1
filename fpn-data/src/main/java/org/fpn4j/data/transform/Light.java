package org.fpn4j.data.transform;

/**
 * Brightness and contrast of {@code augmentation}, drawn together.
 *
 * @param brightness of the factor, how far from 1
 * @param contrast of the factor on distances from the mean, how far from 1
 */
record Light(double brightness, double contrast) {
    void change(PaintedPicture picture, SampleRandom random) {
        if (brightness == 0 && contrast == 0) {
            return;
        }
        float bright = (float) random.uniform(1 - brightness, 1 + brightness);
        float strong = (float) random.uniform(1 - contrast, 1 + contrast);
        float mean = bright * picture.mean();
        picture.change(value -> (value * bright - mean) * strong + mean);
    }
}
