package org.fpn4j.data.dicom;

import java.util.Optional;

/**
 * A file that was read up to its pixels.
 *
 * @param pixelData the element of the pixels
 * @param inflated the data set in which the pixels lie, where it was deflated; otherwise it is the file
 */
record DicomFile(TransferSyntax syntax, DataSet set, Element pixelData, Optional<byte[]> inflated) {
    /** A record's text would have all bytes. */
    @Override
    public String toString() {
        return "DICOM file, " + syntax.title();
    }
}
