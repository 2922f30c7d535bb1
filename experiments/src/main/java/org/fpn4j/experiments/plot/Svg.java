package org.fpn4j.experiments.plot;

import com.samskivert.mustache.Escapers;
import java.util.Locale;

/** An SVG element in the making; coordinates have one decimal, and words are escaped. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /**
     * Begins.
     *
     * @param title a few words
     * @param description what is to be seen, for those who cannot
     */
    Svg(int width, int height, String title, String description) {
        add(
                "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
                width, height, escaped(description), escaped(title));
    }

    private static String escaped(String words) {
        return Escapers.HTML.escape(words);
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", kind, x1, y1, x2, y2);
    }

    void box(String kind, double x, double y, double width, double height) {
        add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", kind, x, y, width, height);
    }

    /** A line of a style; the thin one is the lesser of two. */
    void curve(int style, boolean thin, String steps) {
        add(
                "<path class=\"curve%s style%d\" stroke-dasharray=\"%s\" d=\"%s\"/>",
                thin ? " thin" : "", Look.colour(style), Look.dashes(style), steps);
    }

    /** A mark that points at a value. */
    void mark(int style, double x, double y) {
        add(
                "<path class=\"mark style%d\" transform=\"translate(%.1f %.1f)\" d=\"%s\"/>",
                Look.colour(style), x, y, Look.shape(style));
    }

    /** Words that begin at a place. */
    void words(String kind, double x, double y, String words) {
        words(kind, "start", x, y, words);
    }

    /** Words around a place. */
    void centred(String kind, double x, double y, String words) {
        words(kind, "middle", x, y, words);
    }

    /** Words that end at a place. */
    void ending(String kind, double x, double y, String words) {
        words(kind, "end", x, y, words);
    }

    private void words(String kind, String anchor, double x, double y, String words) {
        add(
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                kind, anchor, x, y, escaped(words));
    }

    String end() {
        return text + "</svg>";
    }
}
