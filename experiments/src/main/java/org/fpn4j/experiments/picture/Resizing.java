package org.fpn4j.experiments.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Copies of pictures in other sizes, always 8-bit RGB. */
public final class Resizing {
    private static final int MOST_LENGTHS = 4; // of an enlarged picture's longer side in wanted shorter sides

    private Resizing() {}

    /** The picture in the given size; transparent pixels become black. */
    public static BufferedImage copy(BufferedImage image, int width, int height) {
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = copy.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return copy;
    }

    /** The picture with its longer side at most this long, its proportions kept; never enlarged. */
    public static BufferedImage shrink(BufferedImage image, int longerSide) {
        BufferedImage shrunk = image;
        double scale = (double) longerSide / Math.max(image.getWidth(), image.getHeight());
        while (scale < 0.5) { // bilinear reads four pixels: halving first lets every pixel count
            shrunk = copy(shrunk, Math.max(1, shrunk.getWidth() / 2), Math.max(1, shrunk.getHeight() / 2));
            scale = (double) longerSide / Math.max(shrunk.getWidth(), shrunk.getHeight());
        }
        if (scale >= 1) {
            return copy(shrunk, shrunk.getWidth(), shrunk.getHeight());
        }
        int width = Math.max(1, (int) Math.round(shrunk.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(shrunk.getHeight() * scale));
        return copy(shrunk, width, height);
    }

    /**
     * The whole factor that brings the shorter side of a picture to about this length, unless its longer side became more
     * than four times as long: a thin picture stays thin. 1 for large ones.
     */
    public static int enlargement(BufferedImage image, int shorterSide) {
        int wanted = Math.round((float) shorterSide / Math.min(image.getWidth(), image.getHeight()));
        int possible = MOST_LENGTHS * shorterSide / Math.max(image.getWidth(), image.getHeight());
        return Math.max(1, Math.min(wanted, possible));
    }
}
