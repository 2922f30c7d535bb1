package org.fpn4j.experiments.hostile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small DICOM files that are as the standard says: explicit little endian, grey. */
final class DicomFiles {
    private static final int UNDEFINED = -1;

    private DicomFiles() {}

    /** 3x2 pixels of 12 bits with a window, a table and a nested sequence. */
    static byte[] grey() {
        ByteArrayOutputStream file = start("1.2.840.10008.1.2.1", 2, 3, 12);
        element(file, 0x00281050, "DS", text("40 "));
        element(file, 0x00281051, "DS", text("400 "));
        element(file, 0x00281052, "DS", text("-1024 "));
        file.writeBytes(head(0x00283010, "SQ", UNDEFINED));
        file.writeBytes(head(0xFFFEE000, "", UNDEFINED));
        element(file, 0x00283002, "US", words(4, 0, 12));
        element(file, 0x00283006, "OW", words(0, 1000, 2000, 4095));
        file.writeBytes(head(0xFFFEE00D, "", 0));
        file.writeBytes(head(0xFFFEE0DD, "", 0));
        element(file, 0x7FE00010, "OW", words(0, 1000, 1064, 1264, 2000, 4095));
        return file.toByteArray();
    }

    /** 3x1 pixels of 16 bits, a run and three bytes as they are. */
    static byte[] runLengths() {
        ByteBuffer packed = ByteBuffer.allocate(70)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(2)
                .putInt(64)
                .putInt(66);
        packed.position(64).put(new byte[] {-2, 7, 2, 1, 2, 3});
        return encapsulated(start("1.2.840.10008.1.2.5", 1, 3, 16), packed.array());
    }

    /** 12x10 pixels of 8 bits as a JPEG stream. */
    static byte[] baseline() {
        return encapsulated(
                start("1.2.840.10008.1.2.4.50", 10, 12, 8), ValidFiles.picture("jpg", BufferedImage.TYPE_BYTE_GRAY));
    }

    private static byte[] encapsulated(ByteArrayOutputStream file, byte[] stream) {
        file.writeBytes(head(0x7FE00010, "OB", UNDEFINED));
        file.writeBytes(head(0xFFFEE000, "", 0));
        file.writeBytes(head(0xFFFEE000, "", stream.length));
        file.writeBytes(stream);
        file.writeBytes(head(0xFFFEE0DD, "", 0));
        return file.toByteArray();
    }

    private static ByteArrayOutputStream start(String syntax, int rows, int columns, int bits) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes(text("DICM"));
        element(file, 0x00020010, "UI", text(syntax.length() % 2 == 0 ? syntax : syntax + "\0"));
        element(file, 0x00080060, "CS", text("DX"));
        element(file, 0x00181164, "DS", text("0.2\\0.2 "));
        element(file, 0x00280002, "US", words(1));
        element(file, 0x00280004, "CS", text("MONOCHROME1 "));
        element(file, 0x00280010, "US", words(rows));
        element(file, 0x00280011, "US", words(columns));
        element(file, 0x00280030, "DS", text("0.1\\0.1 "));
        element(file, 0x00280100, "US", words(bits > 8 ? 16 : 8));
        element(file, 0x00280101, "US", words(bits));
        element(file, 0x00280102, "US", words(bits - 1));
        element(file, 0x00280103, "US", words(0));
        return file;
    }

    private static void element(ByteArrayOutputStream file, int tag, String vr, byte[] value) {
        file.writeBytes(head(tag, vr, value.length));
        file.writeBytes(value);
    }

    private static byte[] head(int tag, String vr, int length) {
        boolean wide = vr.startsWith("O") || vr.equals("SQ");
        ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) (tag >>> 16)).putShort((short) tag).put(text(vr));
        if (wide) {
            head.putShort((short) 0);
        }
        return (wide || vr.isEmpty() ? head.putInt(length) : head.putShort((short) length)).array();
    }

    private static byte[] words(int... words) {
        ByteBuffer value = ByteBuffer.allocate(words.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            value.putShort((short) word);
        }
        return value.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
