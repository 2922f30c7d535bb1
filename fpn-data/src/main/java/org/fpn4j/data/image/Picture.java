package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.UserInputException;

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

    /**
     * A rectangle of it, copied.
     *
     * @throws UserInputException where it does not have the size that it had when its data set was opened
     */
    Picture part(PicturePart part) {
        part.requireSize(width, height);
        int rows = part.size().height();
        int columns = part.size().width();
        float[] cut = new float[channels * rows * columns];
        for (int row = 0; row < channels * rows; row++) {
            int from = ((row / rows) * height + part.top() + row % rows) * width + part.left();
            System.arraycopy(planes, from, cut, row * columns, columns);
        }
        return new Picture(columns, rows, channels, cut);
    }

    /** The value of one pixel in one channel. */
    public float at(int channel, int y, int x) {
        return planes[(channel * height + y) * width + x];
    }
}
