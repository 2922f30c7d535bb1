package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

/**
 * A decoded picture: planes {@code [channels, height, width]}, values in [0, 1]. Grey pictures have one channel, colour
 * pictures three in the order red, green, blue. The array is shared, not copied; nobody writes to it after construction.
 */
public final class Picture {
    private final int width;
    private final int height;
    private final int channels;
    private final float[] planes;

    /** @param planes {@code [channels, height, width]}, row-major, not copied */
    public Picture(int width, int height, int channels, float[] planes) {
        requireNonNull(planes, "planes is null");
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "picture[" + channels + "x" + height + "x" + width + "] must have 1 or 3 channels and some pixels");
        }
        if (planes.length != channels * height * width) {
            throw new IllegalArgumentException(
                    "planes[" + planes.length + "] do not hold picture[" + channels + "x" + height + "x" + width + "]");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.planes = planes;
    }

    /** Pixels. */
    public int width() {
        return width;
    }

    /** Pixels. */
    public int height() {
        return height;
    }

    /** 1 for grey, 3 for colour. */
    public int channels() {
        return channels;
    }

    /** The values themselves, {@code [channels, height, width]}; only to be read. */
    public float[] planes() {
        return planes;
    }

    /** The value of one pixel in one channel. */
    public float at(int channel, int y, int x) {
        return planes[(channel * height + y) * width + x];
    }
}
