package org.fpn4j.core.graph;

/**
 * Cells added around a map before a window slides over it: zeros for convolution, minus infinity for max pooling.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns to the left
 * @param right columns to the right
 */
public record Padding(int top, int bottom, int left, int right) {
    public static final Padding NONE = new Padding(0, 0, 0, 0);

    public Padding {
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new IllegalArgumentException("padding must not be negative");
        }
    }

    /** The same on all four sides. */
    public static Padding of(int all) {
        return new Padding(all, all, all, all);
    }

    /** Whether opposite sides have as much. */
    public boolean symmetric() {
        return top == bottom && left == right;
    }

    /**
     * Refuses what most libraries have no word for: they know padding that is the same on opposite sides, and SAME.
     *
     * @param operation for the message
     * @param x the padded map
     * @param rows of the window
     * @param columns of the window
     * @throws IllegalArgumentException where this is neither
     */
    void requireSymmetricOrSame(String operation, Shape x, int rows, int columns, int stride) {
        if (!symmetric() && !equals(same(x.height(), x.width(), rows, columns, stride))) {
            throw new IllegalArgumentException(operation + " with padding " + this + " is neither symmetric nor SAME");
        }
    }

    /**
     * TensorFlow's SAME: output {@code ceil(size / stride)}, the odd cell of padding goes to the bottom and right. It
     * is asymmetric on even sizes.
     */
    public static Padding same(int height, int width, int kernel, int stride) {
        return same(height, width, kernel, kernel, stride);
    }

    /** The same for a window of {@code rows} by {@code columns}. */
    public static Padding same(int height, int width, int rows, int columns, int stride) {
        int vertical = total(height, rows, stride);
        int horizontal = total(width, columns, stride);
        return new Padding(vertical / 2, vertical - vertical / 2, horizontal / 2, horizontal - horizontal / 2);
    }

    private static int total(int size, int kernel, int stride) {
        int output = (size + stride - 1) / stride;
        return Math.max((output - 1) * stride + kernel - size, 0);
    }
}
