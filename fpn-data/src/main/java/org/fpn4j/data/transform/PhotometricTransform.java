package org.fpn4j.data.transform;

/** Changes values, and nothing about where they are. Applied at the size that the picture has in the input, in the list's order. */
public non-sealed interface PhotometricTransform extends Transform {
    /**
     * Draws, and changes the picture in place.
     *
     * @param picture with values in [0, 1]; what leaves that range is cut off afterwards
     */
    void change(PaintedPicture picture, SampleRandom random);
}
