package org.fpn4j.experiments.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Letters of the machine's own sans-serif font, which knows most scripts. */
final class FontLettering implements Lettering {
    private static final double EM_PER_LINE = 0.8;

    private final Graphics2D measure = prepared(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics());

    @Override
    public int width(String text, int lineHeight) {
        return measure.getFontMetrics(font(lineHeight)).stringWidth(text);
    }

    @Override
    public void draw(Graphics2D graphics, String text, int x, int y, int lineHeight, Color color) {
        Graphics2D own = prepared((Graphics2D) graphics.create());
        Font font = font(lineHeight);
        FontMetrics metrics = own.getFontMetrics(font);
        own.setFont(font);
        own.setColor(color);
        int free = lineHeight - metrics.getAscent() - metrics.getDescent();
        own.drawString(text, x, y + metrics.getAscent() + free / 2);
        own.dispose();
    }

    private static Font font(int lineHeight) {
        return new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) (lineHeight * EM_PER_LINE));
    }

    private static Graphics2D prepared(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return graphics;
    }
}
