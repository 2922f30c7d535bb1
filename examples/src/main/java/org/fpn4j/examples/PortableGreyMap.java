package org.fpn4j.examples;

import com.google.auto.service.AutoService;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.data.image.ContentStream;
import org.fpn4j.data.image.EncodedPicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureFormat;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSize;

/**
 * Netpbm's portable grey map in binary, of 8 or 16 bits: {@code P5}, width, height and the largest value as text, one blank, then
 * the pixels row by row, those of 16 bits with the high byte first (pgm(5) of Netpbm).
 */
@AutoService(PictureFormat.class)
public final class PortableGreyMap implements PictureFormat {
    @Override
    public String name() {
        return "PGM";
    }

    @Override
    public List<String> endings() {
        return List.of(".pgm");
    }

    @Override
    public boolean recognises(byte[] start) {
        return start.length > 2 && start[0] == 'P' && start[1] == '5' && Character.isWhitespace(start[2]);
    }

    @Override
    public PictureHeader header(ImageInputStream stream) throws IOException {
        return new PictureHeader(Head.of(stream).size(), Orientation.UPRIGHT);
    }

    @Override
    public EncodedPicture open(Path file, byte[] content) throws IOException {
        return new Pixels(Head.of(new ContentStream(content)), content);
    }

    /** What stands before the pixels, and where they begin. */
    private record Head(PictureSize size, int largest, int length) {
        static Head of(ImageInputStream stream) throws IOException {
            stream.seek(2);
            int width = number(stream, "width");
            int height = number(stream, "height");
            int largest = number(stream, "largest value");
            return new Head(new PictureSize(width, height), largest, (int) stream.getStreamPosition());
        }

        /** A number from 1 to 65535, blanks and comments before it, and one blank behind it. */
        private static int number(ImageInputStream stream, String name) throws IOException {
            int next = stream.readUnsignedByte();
            while (Character.isWhitespace(next) || next == '#') {
                if (next == '#') {
                    stream.readLine();
                }
                next = stream.readUnsignedByte();
            }
            int number = 0;
            for (; next >= '0' && next <= '9' && number < 65_536; next = stream.readUnsignedByte()) {
                number = 10 * number + next - '0';
            }
            if (number < 1 || number > 65_535 || !Character.isWhitespace(next)) {
                throw new IOException("its " + name + " is no number from [1] to [65535]");
            }
            return number;
        }
    }

    private record Pixels(Head head, byte[] content) implements EncodedPicture {
        @Override
        public PictureSize size() {
            return head.size();
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int bytesOfPixel() {
            return 0; // pixels are read where the content has them
        }

        @Override
        public Picture decode() throws IOException {
            int bytes = head.largest() < 256 ? 1 : 2;
            float[] plane = new float[size().width() * size().height()];
            if (content.length - head.length() < (long) bytes * plane.length) {
                throw new EOFException();
            }
            for (int i = 0; i < plane.length; i++) {
                int at = head.length() + bytes * i;
                int value = bytes == 1 ? content[at] & 0xFF : ((content[at] & 0xFF) << 8) | (content[at + 1] & 0xFF);
                plane[i] = Math.min(1, (float) value / head.largest());
            }
            return new Picture(size().width(), size().height(), 1, plane);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
