package org.fpn4j.serve;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Files that somebody sends. */
final class SentFiles {
    private SentFiles() {}

    /** Dark, with one pixel [200, 100, 50] in the last column of the first row. */
    static byte[] picture(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width - 1, 0, new Color(200, 100, 50).getRGB());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] png() {
        return picture("png", 8, 4);
    }

    /** Two rows of four pixels, with a person's name. */
    static byte[] dicom(String spacing) {
        ByteBuffer file = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[128]).put("DICM".getBytes(StandardCharsets.US_ASCII));
        text(file, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
        text(file, 0x0010, 0x0010, "PN", "Roe^Jane");
        number(file, 0x0028, 0x0002, 1);
        text(file, 0x0028, 0x0004, "CS", "MONOCHROME2");
        number(file, 0x0028, 0x0010, 2);
        number(file, 0x0028, 0x0011, 4);
        if (!spacing.isEmpty()) {
            text(file, 0x0028, 0x0030, "DS", spacing);
        }
        number(file, 0x0028, 0x0100, 8);
        number(file, 0x0028, 0x0101, 8);
        number(file, 0x0028, 0x0102, 7);
        number(file, 0x0028, 0x0103, 0);
        tag(file, 0x7FE0, 0x0010, "OB");
        file.putShort((short) 0).putInt(8).put(new byte[] {0, 10, 20, 30, 40, 50, 60, 70});
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }

    private static void tag(ByteBuffer file, int group, int element, String representation) {
        file.putShort((short) group).putShort((short) element);
        file.put(representation.getBytes(StandardCharsets.US_ASCII));
    }

    private static void text(ByteBuffer file, int group, int element, String representation, String value) {
        tag(file, group, element, representation);
        String even = value.length() % 2 == 0 ? value : value + (representation.equals("UI") ? "\0" : " ");
        file.putShort((short) even.length()).put(even.getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteBuffer file, int group, int element, int value) {
        tag(file, group, element, "US");
        file.putShort((short) 2).putShort((short) value);
    }
}
