package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a picture's file says before its pixels.
 *
 * @param stored size of the stored pixels
 * @param orientation that its EXIF data asks for; upright where there is none
 * @param spacing of the stored pixels, where the format knows it
 * @param notes sentences on what the file lacks, or is not taken as it says
 */
public record PictureHeader(
        PictureSize stored, Orientation orientation, Optional<PixelSpacing> spacing, List<String> notes) {
    public PictureHeader {
        requireNonNull(stored, "stored is null");
        requireNonNull(orientation, "orientation is null");
        requireNonNull(spacing, "spacing is null");
        notes = List.copyOf(notes);
    }

    /** Of a format that knows nothing of millimetres. */
    public PictureHeader(PictureSize stored, Orientation orientation) {
        this(stored, orientation, Optional.empty(), List.of());
    }

    /** The size that people see. */
    public PictureSize seen() {
        return orientation.seen(stored);
    }
}
