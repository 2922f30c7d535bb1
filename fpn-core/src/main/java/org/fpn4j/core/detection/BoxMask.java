package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

/**
 * Where an object is within a box, as a mask head predicts it: the probability of each cell of a grid over the box. The array
 * is not copied.
 *
 * @param box that the grid lies over, in pixels of the image; it may reach beyond it
 * @param size rows and columns of the grid
 * @param probabilities in [0, 1], row by row
 */
public record BoxMask(Box box, int size, float[] probabilities) {
    private static final float THRESHOLD = 0.5f;

    public BoxMask {
        requireNonNull(box, "box is null");
        requireNonNull(probabilities, "probabilities is null");
        if (probabilities.length != size * size) {
            throw new IllegalArgumentException(
                    "mask of [" + size + "x" + size + "] cells, got [" + probabilities.length + "] values");
        }
    }

    /** The same grid over the box as it lies in another image. */
    public BoxMask over(Box other) {
        return new BoxMask(other, size, probabilities);
    }

    /**
     * The probability of every pixel of an image, as torchvision puts a mask into it: the grid gets a border of zeros, the box
     * grows by as much and its corners are cut to whole pixels, and the grid is interpolated between the centres of cells.
     *
     * @return row by row, 0 outside of the box
     */
    public float[] paste(int height, int width) {
        float[] image = new float[height * width];
        double grow = (size + 2.0) / size / 2;
        int left = (int) (box.centerX() - box.width() * grow);
        int top = (int) (box.centerY() - box.height() * grow);
        int right = (int) (box.centerX() + box.width() * grow);
        int bottom = (int) (box.centerY() + box.height() * grow);
        Interpolation rows = new Interpolation(size + 2, Math.max(1, bottom - top + 1));
        Interpolation columns = new Interpolation(size + 2, Math.max(1, right - left + 1));
        for (int y = Math.max(0, top); y < Math.min(height, bottom + 1); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, right + 1); x++) {
                image[y * width + x] = at(rows.at(y - top), columns.at(x - left));
            }
        }
        return image;
    }

    /** The pixels of an image that are more probably the object than not. */
    public ObjectMask on(int height, int width) {
        float[] pasted = paste(height, width);
        byte[] pixels = new byte[pasted.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (pasted[i] > THRESHOLD ? 1 : 0);
        }
        return new Pixels(height, width, pixels);
    }

    private record Pixels(int height, int width, byte[] all) implements ObjectMask {
        @Override
        public byte[] pixels() {
            return all.clone();
        }
    }

    /** A place between the centres of cells: the cell before it, and how far it is to the next. */
    private record Place(int low, int high, float part) {}

    /** Pixels along one axis of a box on the cells of the grid with its border. */
    private record Interpolation(int cells, int pixels) {
        Place at(int pixel) {
            float scale = (float) cells / pixels;
            float place = Math.max(0, (pixel + 0.5f) * scale - 0.5f);
            int low = Math.min((int) place, cells - 1);
            return new Place(low, Math.min(low + 1, cells - 1), place - low);
        }
    }

    private float at(Place row, Place column) {
        float above = between(cell(row.low(), column.low()), cell(row.low(), column.high()), column.part());
        float below = between(cell(row.high(), column.low()), cell(row.high(), column.high()), column.part());
        return between(above, below, row.part());
    }

    private static float between(float first, float second, float part) {
        return (1 - part) * first + part * second;
    }

    /** Of the grid with its border. */
    private float cell(int row, int column) {
        boolean inside = row >= 1 && row <= size && column >= 1 && column <= size;
        return inside ? probabilities[(row - 1) * size + column - 1] : 0;
    }
}
