package org.fpn4j.data.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** The marker segments before a JPEG's pixels (ITU-T T.81, annex B): EXIF data is one, a colour profile are others. */
final class JpegSegments {
    private static final int START_OF_SCAN = 0xDA;
    private static final int MOST_FILL_BYTES = 1 << 16; // between segments; encoders write one or two
    private static final int EXIF_MARKER = 0xE1;
    private static final int PROFILE_MARKER = 0xE2;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    private JpegSegments() {}

    /** The orientation that the first EXIF segment asks for; leaves the stream where it ends up. */
    static Optional<Orientation> orientation(ImageInputStream stream) throws IOException {
        stream.seek(2);
        for (int marker = stream.read(); marker >= 0; marker = stream.read()) {
            int code = marker == 0xFF ? stream.read() : -1;
            for (int fill = 0; code == 0xFF && fill < MOST_FILL_BYTES; fill++) {
                code = stream.read();
            }
            if (code < 0 || code == 0xFF || code == START_OF_SCAN) {
                break;
            }
            if (standsAlone(code)) {
                continue;
            }
            int length = (stream.read() << 8) | stream.read();
            if (length < 2) {
                break;
            }
            long next = stream.getStreamPosition() + length - 2;
            if (code == EXIF_MARKER) {
                byte[] content = new byte[length - 2];
                int read = 0;
                while (read < content.length) {
                    int more = stream.read(content, read, content.length - read);
                    if (more < 0) {
                        return Optional.empty();
                    }
                    read += more;
                }
                if (startsWith(content, 0, EXIF)) {
                    return ExifOrientation.of(Arrays.copyOfRange(content, EXIF.length, content.length));
                }
            }
            stream.seek(next);
        }
        return Optional.empty();
    }

    /** The same picture without its colour profile, whose presence makes decoders change the stored values. */
    static byte[] withoutProfile(byte[] jpeg) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
        int at = 2;
        int unwritten = 0;
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int code = jpeg[at + 1] & 0xFF;
            if (code == START_OF_SCAN) {
                break;
            }
            if (code == 0xFF) {
                at++; // a fill byte
                continue;
            }
            if (standsAlone(code)) {
                at += 2;
                continue;
            }
            int end = at + 2 + (((jpeg[at + 2] & 0xFF) << 8) | (jpeg[at + 3] & 0xFF));
            if (end < at + 4 || end > jpeg.length) {
                break; // the decoder will say what is wrong
            }
            if (code == PROFILE_MARKER && startsWith(jpeg, at + 4, PROFILE)) {
                kept.write(jpeg, unwritten, at - unwritten);
                unwritten = end;
            }
            at = end;
        }
        if (unwritten == 0) {
            return jpeg;
        }
        kept.write(jpeg, unwritten, jpeg.length - unwritten);
        return kept.toByteArray();
    }

    /** Markers without a length: restarts, start and end of an image, TEM. */
    private static boolean standsAlone(int code) {
        return code == 0x01 || (code >= 0xD0 && code <= 0xD9);
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] prefix) {
        return from + prefix.length <= bytes.length
                && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
