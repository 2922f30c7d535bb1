package org.fpn4j.experiments.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Where a feature map is strong: the mean over its channels, scaled so that its 1st percentile is 0 and its 99th is 1,
 * drawn over the image in the colours of viridis. The scale is the map's own: colours compare places within one map,
 * not two maps.
 */
public final class HeatMap {
    private static final double LOW_PERCENTILE = 0.01;
    private static final double HIGH_PERCENTILE = 0.99;
    private static final double OPACITY = 0.5;

    private final float[] normalized;
    private final int height;
    private final int width;

    private HeatMap(float[] normalized, int height, int width) {
        this.normalized = normalized;
        this.height = height;
        this.width = width;
    }

    /**
     * The heat map of one image's features. Means that are not finite count as the lowest; a map without differences is
     * 0 everywhere.
     *
     * @param means over the channels, [H, W], x fastest
     * @throws IllegalArgumentException if the array has another size
     */
    public static HeatMap of(double[] means, int height, int width) {
        if (height < 1 || width < 1 || means.length != height * width) {
            throw new IllegalArgumentException(
                    "means[" + means.length + "] do not fill the shape [" + height + ", " + width + "]");
        }
        int cells = height * width;
        double[] sorted = Arrays.stream(means).filter(Double::isFinite).sorted().toArray();
        float[] normalized = new float[cells];
        if (sorted.length > 0) {
            double low = percentile(sorted, LOW_PERCENTILE);
            double range = percentile(sorted, HIGH_PERCENTILE) - low;
            for (int cell = 0; cell < cells && range > 0; cell++) {
                if (Double.isFinite(means[cell])) {
                    normalized[cell] = (float) Math.max(0, Math.min(1, (means[cell] - low) / range));
                }
            }
        }
        return new HeatMap(normalized, height, width);
    }

    /** Between the two nearest values, linearly by rank. */
    private static double percentile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** The scaled mean of one cell, in [0, 1]. */
    public float at(int y, int x) {
        return normalized[y * width + x];
    }

    /**
     * The image in grey with the map over it, half and half, in the image's size. Cells cover the image evenly, and
     * between their centres the map is interpolated bilinearly.
     */
    public BufferedImage over(BufferedImage image) {
        int imageWidth = image.getWidth();
        int imageHeight = image.getHeight();
        BufferedImage picture = new BufferedImage(imageWidth, imageHeight, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < imageHeight; y++) {
            double row = (y + 0.5) * height / imageHeight - 0.5;
            for (int x = 0; x < imageWidth; x++) {
                double column = (x + 0.5) * width / imageWidth - 0.5;
                picture.setRGB(x, y, blend(image.getRGB(x, y), Viridis.rgb(interpolated(row, column))));
            }
        }
        return picture;
    }

    private double interpolated(double row, double column) {
        double y = Math.max(0, Math.min(row, height - 1));
        double x = Math.max(0, Math.min(column, width - 1));
        int top = (int) y;
        int left = (int) x;
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double upper = at(top, left) + (x - left) * (at(top, right) - at(top, left));
        double lower = at(bottom, left) + (x - left) * (at(bottom, right) - at(bottom, left));
        return upper + (y - top) * (lower - upper);
    }

    private static int blend(int rgb, int colour) {
        double grey = 0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF); // ITU-R BT.601
        int blended = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double channel = (1 - OPACITY) * grey + OPACITY * (colour >> shift & 0xFF);
            blended |= (int) Math.round(channel) << shift;
        }
        return blended;
    }
}
