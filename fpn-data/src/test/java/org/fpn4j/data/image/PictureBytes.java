package org.fpn4j.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files of pictures for tests, put together by the byte. */
public final class PictureBytes {
    private PictureBytes() {}

    /** Three columns, two rows; each pixel has another red: 0, 40, 80 above 120, 160, 200. */
    public static BufferedImage sixReds() {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 6; i++) {
            image.setRGB(i % 3, i / 3, (40 * i) << 16);
        }
        return image;
    }

    public static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** The PNG with a chunk after its header chunk, which ends at byte 33. */
    public static byte[] withChunk(byte[] png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        chunk.putInt((int) crc.getValue());
        return inserted(png, 33, chunk.array());
    }

    /** The JPEG with a marker segment right after its start. */
    public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
        segment.put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content);
        return inserted(jpeg, 2, segment.array());
    }

    /** A TIFF header and a directory of two entries, the second of them the orientation. */
    public static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
        tiff.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 256).putShort((short) 4).putInt(1).putInt(3); // image width
        tiff.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    public static byte[] joined(byte[] first, byte[] second) {
        return inserted(first, first.length, second);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] what) {
        return ByteBuffer.allocate(bytes.length + what.length)
                .put(bytes, 0, at)
                .put(what)
                .put(bytes, at, bytes.length - at)
                .array();
    }
}
