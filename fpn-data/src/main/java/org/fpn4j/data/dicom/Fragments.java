package org.fpn4j.data.dicom;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encapsulated pixels: a table of offsets and fragments, which all belong to the one frame (PS3.5, A.4). */
final class Fragments {
    private static final int HEAD_BYTES = 8;

    private Fragments() {}

    /**
     * The fragments in one piece.
     *
     * @param content what the pixel data lie in
     * @param from where their value begins
     * @throws IOException where they are broken, or of several frames
     */
    static byte[] joined(byte[] content, int from) throws IOException {
        ByteBuffer items =
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).position(from);
        int table = length(items);
        if (table > Integer.BYTES) {
            throw new IOException(
                    "its offset table has frames[" + table / Integer.BYTES + "], and files of one are read");
        }
        items.position(items.position() + Math.max(0, table));
        ByteArrayOutputStream joined = new ByteArrayOutputStream(items.remaining());
        for (int length = table < 0 ? -1 : length(items); length >= 0; length = length(items)) {
            joined.write(content, items.position(), length);
            items.position(items.position() + length);
        }
        if (joined.size() == 0) {
            throw new IOException("its Pixel Data has no fragment");
        }
        return joined.toByteArray();
    }

    /** The length of the next item, whose bytes are there; -1 at the delimiter. A file may end without it. */
    private static int length(ByteBuffer items) throws IOException {
        if (items.remaining() < HEAD_BYTES) {
            return -1;
        }
        int position = items.position();
        int tag = ((items.getShort() & 0xFFFF) << 16) | (items.getShort() & 0xFFFF);
        long length = items.getInt() & 0xFFFFFFFFL;
        if (tag == Tag.SEQUENCE_END) {
            return -1;
        }
        if (tag != Tag.ITEM) {
            throw new IOException("its Pixel Data has no fragment at byte[" + position + "]");
        }
        if (length > items.remaining()) {
            throw new EOFException();
        }
        return (int) length;
    }
}
