package org.fpn4j.data.mask;

import java.util.ArrayList;
import java.util.List;

/** Masks as rows of texts, {@code #} inside. */
public final class Drawn {
    private Drawn() {}

    /** The mask that rows show. */
    public static RunLengthMask mask(String... rows) {
        byte[] pixels = new byte[rows.length * rows[0].length()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#' ? 1 : 0);
        }
        return RunLengthMask.ofPixels(rows.length, rows[0].length(), pixels);
    }

    /** The rows that show a mask. */
    public static List<String> rows(RunLengthMask mask) {
        byte[] pixels = mask.pixels();
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < mask.height(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < mask.width(); x++) {
                row.append(pixels[y * mask.width() + x] == 0 ? '.' : '#');
            }
            rows.add(row.toString());
        }
        return rows;
    }

    /** An outline of one part. */
    public static Polygons outline(double... coordinates) {
        return new Polygons(List.of(new Polygon(coordinates)));
    }
}
