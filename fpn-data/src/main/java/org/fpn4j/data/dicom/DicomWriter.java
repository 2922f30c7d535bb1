package org.fpn4j.data.dicom;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PixelSpacing;

/**
 * Writes a grey picture as a DICOM file: Secondary Capture, explicit little endian, MONOCHROME2, with a window over all values,
 * so that whoever shows it shows what the picture is. What the standard wants to be there of a patient is there and empty.
 *
 * @param bits of a stored value, 8 or 16
 * @param spacing millimetres between pixels
 */
public record DicomWriter(int bits, PixelSpacing spacing) {
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final int PREAMBLE_BYTES = 128;

    public DicomWriter {
        if (bits != 8 && bits != 16) {
            throw new IllegalArgumentException("bits[" + bits + "] must be 8 or 16");
        }
        requireNonNull(spacing, "spacing is null");
    }

    /**
     * Writes one file.
     *
     * @param picture whose first channel is written
     * @param name by which the image has its identifiers: the same name, the same identifiers
     */
    public void write(OutputStream out, Picture picture, String name) throws IOException {
        if (picture.width() > 0xFFFF || picture.height() > 0xFFFF) {
            throw new IllegalArgumentException(
                    "picture[" + picture.width() + "x" + picture.height() + "] must have sides of 16 bits");
        }
        Elements set = new Elements();
        set.text(0x00080016, "UI", SECONDARY_CAPTURE);
        set.text(0x00080018, "UI", uid("image " + name));
        set.text(0x00080020, "DA", ""); // of the study
        set.text(0x00080030, "TM", "");
        set.text(0x00080050, "SH", "");
        set.text(0x00080060, "CS", "OT");
        set.text(0x00080064, "CS", "SYN");
        set.text(0x00080090, "PN", "");
        set.text(0x00100010, "PN", "");
        set.text(0x00100020, "LO", "");
        set.text(0x00100030, "DA", "");
        set.text(0x00100040, "CS", "");
        set.text(0x0020000D, "UI", uid("study " + name));
        set.text(0x0020000E, "UI", uid("series " + name));
        set.text(0x00200010, "SH", "");
        set.text(0x00200011, "IS", "");
        set.text(0x00200013, "IS", "1");
        set.word(Tag.SAMPLES, 1);
        set.text(Tag.PHOTOMETRIC, "CS", "MONOCHROME2");
        set.word(Tag.ROWS, picture.height());
        set.word(Tag.COLUMNS, picture.width());
        set.text(Tag.PIXEL_SPACING, "DS", millimetres(spacing.y()) + "\\" + millimetres(spacing.x()));
        set.word(Tag.BITS_ALLOCATED, bits);
        set.word(Tag.BITS_STORED, bits);
        set.word(Tag.HIGH_BIT, bits - 1);
        set.word(Tag.REPRESENTATION, 0);
        set.text(Tag.WINDOW_CENTRE, "DS", String.valueOf(1 << (bits - 1)));
        set.text(Tag.WINDOW_WIDTH, "DS", String.valueOf(1 << bits));
        set.bytes(Tag.PIXEL_DATA, "OW", pixels(picture));
        out.write(new byte[PREAMBLE_BYTES]);
        out.write("DICM".getBytes(StandardCharsets.ISO_8859_1));
        meta(uid("image " + name)).writeTo(out);
        set.bytes.writeTo(out);
    }

    private static ByteArrayOutputStream meta(String image) {
        Elements group = new Elements();
        group.bytes(0x00020001, "OB", new byte[] {0, 1});
        group.text(0x00020002, "UI", SECONDARY_CAPTURE);
        group.text(0x00020003, "UI", image);
        group.text(Tag.TRANSFER_SYNTAX, "UI", EXPLICIT_LITTLE_ENDIAN);
        group.text(0x00020012, "UI", uid("implementation"));
        Elements meta = new Elements();
        meta.bytes(
                0x00020000,
                "UL",
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(group.bytes.size())
                        .array());
        meta.bytes.writeBytes(group.bytes.toByteArray());
        return meta.bytes;
    }

    /** Of a name (PS3.5, B.2). */
    private static String uid(String name) {
        UUID uuid = UUID.nameUUIDFromBytes(("fpn4j " + name).getBytes(StandardCharsets.UTF_8));
        return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }

    /** At most sixteen characters. */
    private static String millimetres(double value) {
        return String.format(Locale.ROOT, "%.9g", value);
    }

    private byte[] pixels(Picture picture) {
        int count = picture.width() * picture.height();
        int width = bits / Byte.SIZE;
        float most = (1 << bits) - 1f;
        byte[] bytes = new byte[(count * width + 1) / 2 * 2]; // even, as every value
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int value = Math.round(picture.at(0, y, x) * most);
                bytes[at++] = (byte) value;
                if (width == 2) {
                    bytes[at++] = (byte) (value >> 8);
                }
            }
        }
        return bytes;
    }

    /** Elements one after the other, each with its tag, its kind, its length and an even number of bytes. */
    private record Elements(ByteArrayOutputStream bytes) {
        Elements() {
            this(new ByteArrayOutputStream());
        }

        void word(int tag, int value) {
            bytes(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
        }

        void text(int tag, String kind, String text) {
            String padding = text.length() % 2 == 0 ? "" : kind.equals("UI") ? "\0" : " ";
            bytes(tag, kind, (text + padding).getBytes(StandardCharsets.ISO_8859_1));
        }

        void bytes(int tag, String kind, byte[] value) {
            ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            head.putShort((short) (tag >>> 16)).putShort((short) tag).put(kind.getBytes(StandardCharsets.ISO_8859_1));
            if (kind.startsWith("O")) {
                head.putShort((short) 0).putInt(value.length);
            } else {
                head.putShort((short) value.length);
            }
            bytes.write(head.array(), 0, head.position());
            bytes.writeBytes(value);
        }
    }
}
