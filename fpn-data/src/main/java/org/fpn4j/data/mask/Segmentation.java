package org.fpn4j.data.mask;

/** What a file says of the pixels of one object: its outline, or the pixels themselves. */
public sealed interface Segmentation permits Polygons, RunLengthMask {
    /**
     * The pixels that it covers in an image of some size. Run lengths have a size of their own, and stay as they are.
     *
     * @throws MalformedMaskException where masks cannot have that size
     */
    RunLengthMask mask(int height, int width);

    /**
     * The same in another image. Outlines go where the map says; of pixels each one there is what lies here at its middle.
     *
     * @param height of that image
     */
    Segmentation moved(PixelMap map, int height, int width);

    /** Whether it covers nothing, as far as can be told without making its pixels. */
    boolean isEmpty();
}
