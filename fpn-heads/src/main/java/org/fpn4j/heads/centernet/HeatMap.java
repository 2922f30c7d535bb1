package org.fpn4j.heads.centernet;

/**
 * A heat map for each class: 1 at the centre of an object and less around it, a Gaussian whose three standard deviations are
 * the radius and half a cell (arXiv:1904.07850v2, section 3). Where several of a class meet, the larger value stays.
 */
public final class HeatMap {
    private final int height;
    private final int width;
    private final int classes;
    private final float[] values;

    /** Nothing is drawn yet. */
    public HeatMap(int height, int width, int classes) {
        this.height = height;
        this.width = width;
        this.classes = classes;
        this.values = new float[Math.multiplyExact(height * width, classes)];
    }

    /**
     * Draws an object.
     *
     * @param row of its centre, within the map
     * @param column of its centre, within the map
     * @param radius cells; 0 for the centre alone
     */
    public void draw(int label, int row, int column, int radius) {
        double deviation = (2 * radius + 1) / 6.0;
        for (int y = Math.max(row - radius, 0); y <= Math.min(row + radius, height - 1); y++) {
            for (int x = Math.max(column - radius, 0); x <= Math.min(column + radius, width - 1); x++) {
                double squares = (double) (y - row) * (y - row) + (double) (x - column) * (x - column);
                int at = (y * width + x) * classes + label;
                values[at] = Math.max(values[at], (float) Math.exp(-squares / (2 * deviation * deviation)));
            }
        }
    }

    /** The values, {@code [height * width, classes]}; not copied. */
    public float[] values() {
        return values;
    }

    /** How many values are exactly 1: centres, of which those of one class in one cell are one. */
    public int peaks() {
        int peaks = 0;
        for (float value : values) {
            peaks += value == 1 ? 1 : 0;
        }
        return peaks;
    }
}
