package org.fpn4j.data.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * Steps from element to element of a data set (PS3.5, 7.1 and 7.5): implicit or explicit value representation, sequences of
 * defined and of undefined length. Allocates nothing but what is asked for. Not thread-safe.
 */
final class ElementReader {
    private static final int HEAD_BYTES = 8; // the shortest head
    private static final int MOST_NESTED = 64; // sequences in one another; files have three or four
    private static final Set<String> LONG_LENGTHS =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");
    private static final Set<String> SHORT_LENGTHS = Set.of(
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US");

    private final ImageInputStream stream;
    private boolean explicit;

    ElementReader(ImageInputStream stream, ByteOrder order, boolean explicit) {
        this.stream = stream;
        this.explicit = explicit;
        stream.setByteOrder(order);
    }

    ByteOrder order() {
        return stream.getByteOrder();
    }

    /** Whether letters of a value representation stand four bytes behind the stream's position, which stays. */
    static boolean looksExplicit(ImageInputStream stream) throws IOException {
        long position = stream.getStreamPosition();
        byte[] head = new byte[HEAD_BYTES];
        int read = stream.read(head);
        stream.seek(position);
        return read == HEAD_BYTES && isRepresentation(new String(head, 4, 2, StandardCharsets.ISO_8859_1));
    }

    static boolean isRepresentation(String letters) {
        return LONG_LENGTHS.contains(letters) || SHORT_LENGTHS.contains(letters);
    }

    /** The next element, whose value is next in the stream; empty at the end. */
    Optional<Element> next() throws IOException {
        long position = stream.getStreamPosition();
        if (stream.length() - position < HEAD_BYTES) {
            return Optional.empty();
        }
        int tag = tag();
        if (!explicit || tag == Tag.ITEM || tag == Tag.ITEM_END || tag == Tag.SEQUENCE_END) {
            long length = stream.readUnsignedInt();
            return Optional.of(new Element(tag, "", length, stream.getStreamPosition()));
        }
        byte[] letters = new byte[2];
        stream.readFully(letters);
        String vr = new String(letters, StandardCharsets.ISO_8859_1);
        if (SHORT_LENGTHS.contains(vr)) {
            int length = stream.readUnsignedShort();
            return Optional.of(new Element(tag, vr, length, stream.getStreamPosition()));
        }
        if (!vr.matches("[A-Z]{2}")) {
            throw new IOException("its element at byte[" + position + "] has no value representation");
        }
        stream.skipBytes(2); // representations that are yet to come have long lengths, too
        long length = stream.readUnsignedInt();
        return Optional.of(new Element(tag, vr, length, stream.getStreamPosition()));
    }

    private int tag() throws IOException {
        int group = stream.readUnsignedShort();
        return (group << 16) | stream.readUnsignedShort();
    }

    /**
     * Steps over the value of an element that was just read.
     *
     * @throws EOFException where the stream ends before it does
     */
    void skip(Element element) throws IOException {
        skip(element, 0);
    }

    private void skip(Element element, int nested) throws IOException {
        if (element.hasLength()) {
            jump(element.position(), element.length());
        } else if (nested == MOST_NESTED) {
            throw new IOException("its sequences are nested more than [" + MOST_NESTED + "] deep");
        } else {
            inside(element, () -> skipItems(nested));
        }
    }

    /** What is done with the stream within a value. */
    interface Step {
        void run() throws IOException;
    }

    /** Unknown values of undefined length are written as implicit little endian, whatever stands around them (PS3.5, 6.2.2). */
    void inside(Element element, Step step) throws IOException {
        boolean outside = explicit;
        ByteOrder order = stream.getByteOrder();
        if (element.vr().equals("UN")) {
            explicit = false;
            stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        }
        try {
            step.run();
        } finally {
            explicit = outside;
            stream.setByteOrder(order);
        }
    }

    private void skipItems(int nested) throws IOException {
        for (Element item = needed(); item.tag() != Tag.SEQUENCE_END; item = needed()) {
            requireItem(item);
            if (item.hasLength()) {
                jump(item.position(), item.length());
            } else {
                for (Element inner = needed(); inner.tag() != Tag.ITEM_END; inner = needed()) {
                    skip(inner, nested + 1);
                }
            }
        }
    }

    static void requireItem(Element item) throws IOException {
        if (item.tag() != Tag.ITEM) {
            throw new IOException("its sequence has no item at byte[" + item.position() + "]");
        }
    }

    /** The next element of a sequence, which does not end before its delimiter. */
    Element needed() throws IOException {
        return next().orElseThrow(EOFException::new);
    }

    private void jump(long position, long length) throws IOException {
        if (position + length > stream.length()) {
            throw new EOFException();
        }
        stream.seek(position + length);
    }

    /** The value of an element of defined length that was just read. */
    byte[] value(Element element) throws IOException {
        if (element.position() + element.length() > stream.length()) {
            throw new EOFException();
        }
        byte[] value = new byte[(int) element.length()];
        stream.readFully(value);
        return value;
    }

    long position() throws IOException {
        return stream.getStreamPosition();
    }
}
