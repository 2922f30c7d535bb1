package org.fpn4j.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files for tests, put together by the chunk. */
final class PngBytes {
    private final ByteArrayOutputStream png = new ByteArrayOutputStream();

    PngBytes() {
        png.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    static PngBytes of(int width, int height, int depth, int colour) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        return new PngBytes()
                .chunk("IHDR", header.put((byte) depth).put((byte) colour).array());
    }

    PngBytes chunk(String type, byte... content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        png.writeBytes(chunk.putInt((int) crc.getValue()).array());
        return this;
    }

    byte[] end() {
        return chunk("IEND").png.toByteArray();
    }

    static byte[] compressed(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] bytes = new byte[plain.length + plain.length / 100 + 64];
        int count = deflater.deflate(bytes);
        deflater.end();
        return ByteBuffer.allocate(count).put(bytes, 0, count).array();
    }
}
