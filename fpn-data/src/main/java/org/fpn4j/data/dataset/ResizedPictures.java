package org.fpn4j.data.dataset;

/** What a picture means that is larger or smaller than annotations declare, both sides by one factor. */
public enum ResizedPictures {
    /** The picture was resized after annotation: its boxes are, too. */
    SCALES_BOXES,
    /** Nothing certain: the image is left out. */
    LEFT_OUT
}
