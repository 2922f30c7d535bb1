package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

/**
 * What a picture's file says before its pixels.
 *
 * @param stored size of the stored pixels
 * @param orientation that its EXIF data asks for; upright where there is none
 */
public record PictureHeader(PictureSize stored, Orientation orientation) {
    public PictureHeader {
        requireNonNull(stored, "stored is null");
        requireNonNull(orientation, "orientation is null");
    }

    /** The size that people see. */
    public PictureSize seen() {
        return orientation.seen(stored);
    }
}
