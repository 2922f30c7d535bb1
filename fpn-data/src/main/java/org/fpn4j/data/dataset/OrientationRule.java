package org.fpn4j.data.dataset;

/** What becomes of the orientation in a picture's EXIF data. */
public enum OrientationRule {
    /**
     * Applied, as annotation tools show pictures, unless the declared width and height are those of the stored pixels
     * and not those of the turned picture.
     */
    AUTO,
    /** Always applied. */
    APPLY,
    /** Pictures are taken as they are stored. */
    IGNORE
}
