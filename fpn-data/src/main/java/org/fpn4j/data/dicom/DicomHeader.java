package org.fpn4j.data.dicom;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.image.PictureSize;

/**
 * What is known of a file before its pixels are decoded.
 *
 * @param size Columns and Rows
 * @param bitsAllocated bits of a stored sample's cell
 * @param bitsStored bits of a stored sample
 * @param notes sentences on what is not taken as the file says, or is missing
 */
public record DicomHeader(
        PictureSize size, int bitsAllocated, int bitsStored, DicomSpacing spacing, List<String> notes) {
    public DicomHeader {
        requireNonNull(size, "size is null");
        requireNonNull(spacing, "spacing is null");
        notes = List.copyOf(notes);
    }
}
