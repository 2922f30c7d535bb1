package org.fpn4j.core.detection;

/** Which pixels of an image, or of a network's input, one object covers. Immutable; it may be made when its pixels are asked for. */
public interface ObjectMask {
    /** Of the image. */
    int height();

    /** Of the image. */
    int width();

    /** 1 where the object is and 0 elsewhere, row by row, {@code [height * width]}; the caller's own. */
    byte[] pixels();
}
