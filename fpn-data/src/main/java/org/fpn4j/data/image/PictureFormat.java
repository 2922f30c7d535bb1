package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/** The two formats that are read, told by a file's first bytes; its name says nothing. */
enum PictureFormat {
    PNG,
    JPEG;

    private static final int MOST_MAGIC_BYTES = 12;

    /**
     * Looks at the first bytes; leaves the stream at its start.
     *
     * @throws IOException naming the format, if it is known and none of the two
     */
    static PictureFormat of(ImageInputStream stream) throws IOException {
        byte[] bytes = new byte[MOST_MAGIC_BYTES];
        stream.seek(0);
        int length = Math.max(0, stream.read(bytes));
        stream.seek(0);
        String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        String other = otherFormat(start);
        throw new IOException(other.isEmpty() ? "it is neither PNG nor JPEG" : "it is " + other + ", not PNG or JPEG");
    }

    private static String otherFormat(String start) {
        if (start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0")) {
            return "TIFF";
        }
        if (start.startsWith("GIF8")) {
            return "GIF";
        }
        if (start.startsWith("BM")) {
            return "BMP";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (start.startsWith("\0\0\0\fjP  ")) {
            return "JPEG 2000";
        }
        if (start.startsWith("ftyp", 4)) {
            return "HEIF or AVIF";
        }
        return start.matches("P[1-6]\\s.*") ? "PNM" : "";
    }
}
