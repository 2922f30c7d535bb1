package org.fpn4j.serve;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fpn4j.data.image.Picture;

/** A picture for a page: a PNG of eight bits, in memory, no side of which is longer than a screen can use. */
final class ShownPicture {
    private static final int LONGEST_SIDE = 2048;

    private ShownPicture() {}

    /** Of a larger picture each pixel is the mean of a square of its pixels. */
    static byte[] png(Picture picture) {
        int square = (Math.max(picture.width(), picture.height()) - 1) / LONGEST_SIDE + 1;
        int width = (picture.width() - 1) / square + 1;
        int height = (picture.height() - 1) / square + 1;
        boolean grey = picture.channels() == 1;
        BufferedImage image =
                new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = image.getRaster();
        for (int channel = 0; channel < picture.channels(); channel++) {
            for (int y = 0; y < height; y++) {
                raster.setSamples(0, y, width, 1, channel, row(picture, channel, y, square, width));
            }
        }
        return encoded(image);
    }

    private static int[] row(Picture picture, int channel, int row, int square, int width) {
        int top = row * square;
        int bottom = Math.min(top + square, picture.height());
        float[] sums = new float[width];
        for (int y = top; y < bottom; y++) {
            int start = (channel * picture.height() + y) * picture.width();
            for (int x = 0; x < picture.width(); x++) {
                sums[x / square] += picture.planes()[start + x];
            }
        }
        int[] values = new int[width];
        for (int x = 0; x < width; x++) {
            int columns = Math.min(square, picture.width() - x * square);
            float mean = sums[x] / (columns * (bottom - top));
            values[x] = Math.round(255 * Math.max(0, Math.min(1, mean)));
        }
        return values;
    }

    private static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
