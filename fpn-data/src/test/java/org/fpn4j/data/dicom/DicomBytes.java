package org.fpn4j.data.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes DICOM files, explicit little endian: grey pixels of a row, unless something else is said. */
final class DicomBytes {
    private static final Path NAME = Path.of("a.dcm");

    private final Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
    private final String syntax;

    DicomBytes(String syntax) {
        this.syntax = syntax;
        words(Tag.SAMPLES, 1).text(Tag.PHOTOMETRIC, "MONOCHROME2").words(Tag.BITS_ALLOCATED, 16);
        words(Tag.BITS_STORED, 16).words(Tag.HIGH_BIT, 15).words(Tag.REPRESENTATION, 0);
    }

    /** A row of pixels of 16 bits. */
    static DicomBytes row(int... stored) {
        return new DicomBytes("1.2.840.10008.1.2.1")
                .words(Tag.ROWS, 1)
                .words(Tag.COLUMNS, stored.length)
                .words(Tag.PIXEL_DATA, stored);
    }

    /** A row of pixels of 8 bits. */
    static DicomBytes bytes(int... stored) {
        byte[] pixels = new byte[stored.length + stored.length % 2];
        for (int i = 0; i < stored.length; i++) {
            pixels[i] = (byte) stored[i];
        }
        return row(stored).bits(8, 8).put(Tag.PIXEL_DATA, "OB", pixels);
    }

    DicomBytes bits(int allocated, int stored) {
        return words(Tag.BITS_ALLOCATED, allocated)
                .words(Tag.BITS_STORED, stored)
                .words(Tag.HIGH_BIT, stored - 1);
    }

    DicomBytes words(int tag, int... words) {
        ByteBuffer value = ByteBuffer.allocate(words.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            value.putShort((short) word);
        }
        return put(tag, tag == Tag.PIXEL_DATA || tag == Tag.LUT_DATA ? "OW" : "US", value.array());
    }

    DicomBytes text(int tag, String text) {
        String padded = text.length() % 2 == 0 ? text : text + " ";
        boolean term = tag == Tag.PHOTOMETRIC || tag == Tag.WINDOW_FUNCTION;
        return put(tag, term ? "CS" : "DS", padded.getBytes(StandardCharsets.ISO_8859_1));
    }

    DicomBytes without(int tag) {
        elements.remove(tag);
        return this;
    }

    /** A sequence of one item, of undefined lengths, with a table. */
    DicomBytes table(int sequence, int[] descriptor, int... data) {
        byte[] item = new DicomBytes("").onlyTable(descriptor, data).body();
        return put(
                sequence,
                "SQ",
                joined(head(0xFFFEE000, "", 0xFFFFFFFF), item, head(0xFFFEE00D, "", 0), head(0xFFFEE0DD, "", 0)));
    }

    private DicomBytes onlyTable(int[] descriptor, int[] data) {
        elements.clear();
        return words(Tag.LUT_DESCRIPTOR, descriptor).words(Tag.LUT_DATA, data);
    }

    /** Pixels in fragments behind an empty table of offsets. */
    DicomBytes fragments(byte[]... fragments) {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        items.writeBytes(head(0xFFFEE000, "", 0));
        for (byte[] fragment : fragments) {
            byte[] even = Arrays.copyOf(fragment, fragment.length + fragment.length % 2);
            items.writeBytes(head(0xFFFEE000, "", even.length));
            items.writeBytes(even);
        }
        items.writeBytes(head(0xFFFEE0DD, "", 0));
        elements.put(Tag.PIXEL_DATA, joined(head(Tag.PIXEL_DATA, "OB", 0xFFFFFFFF), items.toByteArray()));
        return this;
    }

    DicomBytes put(int tag, String vr, byte[] value) {
        elements.put(tag, joined(head(tag, vr, vr.equals("SQ") ? 0xFFFFFFFF : value.length), value));
        return this;
    }

    private static byte[] head(int tag, String vr, int length) {
        boolean wide = vr.startsWith("O") || vr.equals("SQ");
        ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) (tag >>> 16)).putShort((short) tag).put(vr.getBytes(StandardCharsets.ISO_8859_1));
        if (wide) {
            head.putShort((short) 0);
        }
        return (wide || vr.isEmpty() ? head.putInt(length) : head.putShort((short) length)).array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private byte[] body() {
        return joined(elements.values().toArray(byte[][]::new));
    }

    byte[] file() {
        byte[] uid = (syntax + (syntax.length() % 2 == 0 ? "" : "\0")).getBytes(StandardCharsets.ISO_8859_1);
        return joined(
                new byte[128],
                "DICM".getBytes(StandardCharsets.ISO_8859_1),
                head(Tag.TRANSFER_SYNTAX, "UI", uid.length),
                uid,
                body());
    }

    DicomImage image() throws IOException {
        return DicomImage.of(NAME, file());
    }

    float[] shown() throws IOException {
        return image().decode().planes();
    }
}
