package org.fpn4j.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;

/**
 * Writes one line of text into a picture. A server without a single font still gets legible labels: {@link
 * PixelLettering} needs none.
 */
interface Lettering {
    /** Width in pixels of the text in a line of the given height. */
    int width(String text, int lineHeight);

    /** Draws the text with the top left corner of its line at (x, y). */
    void draw(Graphics2D graphics, String text, int x, int y, int lineHeight, Color color);

    /** The machine's sans-serif font, or pixel letters where Java finds no usable font. */
    static Lettering ofThisMachine() {
        return Chosen.LETTERING;
    }

    /** The longest start of the text that fits into the width, ending in dots where something was left out. */
    default String shortened(String text, int lineHeight, int width) {
        if (width(text, lineHeight) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "...", lineHeight) > width) {
            end--;
        }
        return text.substring(0, end) + "...";
    }

    /** Asks Java for a font once per process, since the first question takes a while. */
    final class Chosen {
        private static final Lettering LETTERING = choose();

        private Chosen() {}

        private static Lettering choose() {
            try {
                FontLettering font = new FontLettering();
                return font.width("m", 12) > 0 ? font : new PixelLettering();
            } catch (RuntimeException | InternalError | LinkageError noFonts) {
                // without fontconfig or FreeType Java fails in one of these three ways, by version
                return new PixelLettering();
            }
        }
    }
}
