package org.fpn4j.data.dicom;

/**
 * The head of a data element (PS3.5, 7.1).
 *
 * @param tag group and element number
 * @param vr value representation; empty where the data set has none
 * @param length of the value in bytes, or {@link #UNDEFINED}
 * @param position of the value in the stream
 */
record Element(int tag, String vr, long length, long position) {
    /** The value ends with a delimiter. */
    static final long UNDEFINED = 0xFFFFFFFFL;

    boolean hasLength() {
        return length != UNDEFINED;
    }
}
