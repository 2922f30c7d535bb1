package org.fpn4j.experiments.picture;

import java.awt.image.BufferedImage;

/**
 * How large each picture of a page may be, so that the page stays small however many there are: first the quality falls, then the
 * size.
 */
public final class JpegAllowance {
    private static final float[] QUALITIES = {0.9f, 0.8f, 0.65f, 0.5f};
    private static final int SMALLEST_SIDE = 48; // below it there is nothing to see, whatever it takes

    private final int bytes;

    private JpegAllowance(int bytes) {
        this.bytes = bytes;
    }

    /**
     * That of each of several pictures.
     *
     * @param bytes of all together
     */
    public static JpegAllowance of(int bytes, int pictures) {
        return new JpegAllowance(bytes / Math.max(1, pictures));
    }

    /** The bytes of a JPEG file within the allowance. */
    public byte[] encode(BufferedImage image) {
        BufferedImage drawn = image;
        while (true) {
            for (float quality : QUALITIES) {
                byte[] jpeg = Jpegs.encode(drawn, quality);
                if (jpeg.length <= bytes) {
                    return jpeg;
                }
            }
            int side = Math.max(drawn.getWidth(), drawn.getHeight()) * 3 / 4;
            if (side < SMALLEST_SIDE) {
                return Jpegs.encode(drawn, QUALITIES[QUALITIES.length - 1]);
            }
            drawn = Resizing.shrink(drawn, side);
        }
    }
}
