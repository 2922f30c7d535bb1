package org.fpn4j.experiments.plot;

import java.util.List;

/** How series differ: each has a shape, a line style and a colour, so that shape or line style suffice. */
public final class Look {
    private static final int COLOURS = 8; // that the page's style knows
    private static final List<String> SHAPES = List.of(
            "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0",
            "M0 -5L5 4H-5Z",
            "M-4 -4H4V4H-4Z",
            "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
            "M0 5L5 -4H-5Z",
            "M-1.5 -5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5Z");
    private static final List<String> DASHES = List.of("", "6 3", "1.5 2.5", "9 3 2 3", "12 4", "4 2 1 2 1 2");

    private Look() {}

    /** Which of the page's colours a series has. */
    public static int colour(int style) {
        return Math.floorMod(style, COLOURS);
    }

    /** Lengths of dashes and gaps; empty for a line without. */
    public static String dashes(int style) {
        return DASHES.get(Math.floorMod(style, DASHES.size()));
    }

    static String shape(int style) {
        return SHAPES.get(Math.floorMod(style, SHAPES.size()));
    }

    /** The mark of a series for a legend; its name stands beside it. */
    public static String markSample(int style) {
        return "<svg class=\"sample\" viewBox=\"-7 -7 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\"><path"
                + " class=\"mark style" + colour(style) + "\" d=\"" + shape(style) + "\"/></svg>";
    }

    /** The line of a series for a legend. */
    public static String lineSample(int style) {
        return "<svg class=\"sample\" viewBox=\"0 0 40 10\" width=\"40\" height=\"10\" aria-hidden=\"true\"><path"
                + " class=\"curve style" + colour(style) + "\" stroke-dasharray=\"" + dashes(style)
                + "\" d=\"M0 5H40\"/></svg>";
    }
}
