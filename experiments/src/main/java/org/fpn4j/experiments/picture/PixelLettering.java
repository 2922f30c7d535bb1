package org.fpn4j.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters of 5 x 7 dots for printable ASCII, drawn as squares, the same on every machine; any other character is a
 * question mark. Seven rows of two hexadecimal digits each, top row first, are a glyph; the row's lowest bit is its
 * right-most dot.
 */
final class PixelLettering implements Lettering {
    private static final String GLYPHS = "pixel-letters.txt";
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;
    private static final int ADVANCE = COLUMNS + 1;
    private static final int LINE_ROWS = ROWS + 2;

    private final Map<Integer, int[]> glyphs = read();

    @Override
    public int width(String text, int lineHeight) {
        return (int) text.codePoints().count() * ADVANCE * dot(lineHeight);
    }

    @Override
    public void draw(Graphics2D graphics, String text, int x, int y, int lineHeight, Color color) {
        graphics.setColor(color);
        int dot = dot(lineHeight);
        int top = y + (lineHeight - ROWS * dot) / 2;
        int left = x;
        for (int character : text.codePoints().toArray()) {
            int[] rows = rows(character);
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    if ((rows[row] >> (COLUMNS - 1 - column) & 1) == 1) {
                        graphics.fillRect(left + column * dot, top + row * dot, dot, dot);
                    }
                }
            }
            left += ADVANCE * dot;
        }
    }

    /** The seven rows of a character. */
    int[] rows(int character) {
        int[] rows = glyphs.getOrDefault(character, glyphs.get((int) '?'));
        return Arrays.copyOf(rows, ROWS);
    }

    private static int dot(int lineHeight) {
        return Math.max(1, lineHeight / LINE_ROWS);
    }

    private static Map<Integer, int[]> read() {
        try (InputStream stream = PixelLettering.class.getResourceAsStream(GLYPHS)) {
            if (stream == null) {
                throw new IllegalStateException("resource[" + GLYPHS + "] is missing");
            }
            Map<Integer, int[]> glyphs = new HashMap<>();
            glyphs.put((int) ' ', new int[ROWS]);
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int[] rows = new int[ROWS];
                for (int row = 0; row < ROWS; row++) {
                    rows[row] = Integer.parseInt(line.substring(2 + 2 * row, 4 + 2 * row), 16);
                }
                glyphs.put((int) line.charAt(0), rows);
            }
            return glyphs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
