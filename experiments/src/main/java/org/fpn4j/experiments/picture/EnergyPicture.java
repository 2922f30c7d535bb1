package org.fpn4j.experiments.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Energies of pixels in the lightness of viridis, by their logarithm, with squares and a frame drawn over them. */
public final class EnergyPicture {
    private static final double DECADES = 6; // from the brightest to the darkest
    private static final int SIDE = 288; // pixels of the longer side of a picture

    private EnergyPicture() {}

    /** A rectangle in pixels of the map, by what it is drawn with. */
    public record Frame(double left, double top, double right, double bottom, Line line) {}

    /** How a frame is drawn; told apart without colour. */
    public enum Line {
        SOLID,
        DASHED,
        DOTTED
    }

    /**
     * Draws.
     *
     * @param energy {@code [height, width]}, none below 0
     */
    public static BufferedImage draw(double[] energy, int width, Frame... frames) {
        int height = energy.length / width;
        double largest = Arrays.stream(energy).max().orElse(0);
        double scale = (double) SIDE / Math.max(width, height);
        int columns = Math.max(1, (int) Math.round(scale * width));
        int rows = Math.max(1, (int) Math.round(scale * height));
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int pixel = Math.min(height - 1, (int) (y / scale)) * width + Math.min(width - 1, (int) (x / scale));
                picture.setRGB(x, y, Viridis.rgb(brightness(energy[pixel], largest)));
            }
        }
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        for (Frame frame : frames) {
            draw(graphics, frame, scale);
        }
        graphics.dispose();
        return picture;
    }

    private static double brightness(double energy, double largest) {
        return energy > 0 && largest > 0 ? 1 + Math.log10(energy / largest) / DECADES : 0;
    }

    /** White on black, so that it stands out of any lightness. */
    private static void draw(Graphics2D graphics, Frame frame, double scale) {
        java.awt.geom.Rectangle2D rectangle = new java.awt.geom.Rectangle2D.Double(
                frame.left * scale,
                frame.top * scale,
                (frame.right - frame.left) * scale,
                (frame.bottom - frame.top) * scale);
        float[] dashes =
                switch (frame.line) {
                    case SOLID -> null;
                    case DASHED -> new float[] {9, 6};
                    case DOTTED -> new float[] {2, 5};
                };
        graphics.setColor(Color.BLACK);
        graphics.setStroke(stroke(3.4f, dashes));
        graphics.draw(rectangle);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(stroke(1.6f, dashes));
        graphics.draw(rectangle);
    }

    private static BasicStroke stroke(float width, float... dashes) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0);
    }
}
