package org.fpn4j.experiments.report;

import com.samskivert.mustache.Escapers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.Blocks;
import org.fpn4j.evaluation.statistics.Factor;
import org.fpn4j.evaluation.statistics.FactorialResult;

/**
 * Means over seeds by level of one factor, a line for each level of the other, as SVG: parallel lines where the effect of the one does not
 * depend on the other. Lines are told apart by marks and dashes, so that they need no colour; small strokes are single seeds.
 *
 * @param text the drawing, its title in words for those who cannot see it
 */
record InteractionPlot(String text) {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 320;
    private static final int LEFT = 50;
    private static final int RIGHT = 122; // for the names of the lines
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int NAME_HEIGHT = 17;
    private static final int LONGEST_NAME = 15;
    private static final double INSET = 0.5; // of a place, before the first and after the last
    private static final double ROOM = 0.06; // of the range, beyond its ends
    private static final double SHORTEST_RANGE = 0.002; // of scores without any
    private static final int MOST_TICKS = 6;
    private static final double SIDESTEP = 5; // between lines, so that their seeds do not cover each other
    private static final List<String> DASHES = List.of("none", "7 4", "2 3", "10 3 2 3", "14 5");

    /** Draws; empty where no seed has all variants. */
    static Optional<InteractionPlot> of(FactorialResult crossed) {
        return crossed.blocks().seeds().isEmpty()
                ? Optional.empty()
                : Optional.of(new InteractionPlot(new Drawing(crossed).svg()));
    }

    private static String described(FactorialResult crossed) {
        Factor topic = crossed.design().topic();
        Factor moderator = crossed.design().moderator();
        StringBuilder text = new StringBuilder("Mean " + crossed.metric() + " by " + moderator.name()
                + ", a line for each level of " + topic.name() + ".");
        for (int line = 0; line < topic.levels().size(); line++) {
            List<String> points = new ArrayList<>();
            for (int place = 0; place < moderator.levels().size(); place++) {
                points.add(Numbers.fixed(crossed.blocks().mean(line, place), 3) + " at "
                        + moderator.levels().get(place));
            }
            text.append(' ')
                    .append(topic.levels().get(line))
                    .append(": ")
                    .append(String.join(", ", points))
                    .append('.');
        }
        return text.toString();
    }

    /** The marks of one plot. */
    private static final class Drawing {
        private final FactorialResult crossed;
        private final Blocks blocks;
        private final List<String> lines;
        private final List<String> places;
        private final double low;
        private final double high;
        private final double step;
        private final StringBuilder svg = new StringBuilder();

        Drawing(FactorialResult crossed) {
            this.crossed = crossed;
            this.blocks = crossed.blocks();
            this.lines = crossed.design().topic().levels();
            this.places = crossed.design().moderator().levels();
            double[] scores = blocks.scores().stream()
                    .flatMap(List::stream)
                    .flatMap(List::stream)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            double smallest = scores[0];
            double largest = scores[scores.length - 1];
            double range = Math.max(SHORTEST_RANGE, largest - smallest);
            double middle = (smallest + largest) / 2;
            this.low = middle - range * (0.5 + ROOM);
            this.high = middle + range * (0.5 + ROOM);
            this.step = step(high - low);
        }

        String svg() {
            append(
                    "<svg class=\"interaction\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"interaction-title\">",
                    WIDTH, HEIGHT);
            append("<title id=\"interaction-title\">%s</title>", escaped(described(crossed)));
            axes();
            for (int line = 0; line < lines.size(); line++) {
                line(line);
            }
            names();
            append("</svg>");
            return svg.toString();
        }

        private void axes() {
            for (double tick = step * Math.ceil(low / step); tick <= high; tick += step) {
                append(
                        "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                        LEFT, WIDTH - RIGHT, y(tick), y(tick));
                append(
                        "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                        LEFT - 7, y(tick) + 4, Numbers.fixed(tick, decimals()));
            }
            append("<text class=\"tick\" x=\"0\" y=\"%d\">%s</text>", TOP - 16, escaped(crossed.metric()));
            int bottom = HEIGHT - BOTTOM;
            for (int place = 0; place < places.size(); place++) {
                append(
                        "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        x(place), bottom + 18, named(places.get(place)));
            }
            append(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    (LEFT + WIDTH - RIGHT) / 2.0,
                    bottom + 38,
                    named(crossed.design().moderator().name()));
        }

        private void line(int line) {
            StringBuilder points = new StringBuilder();
            for (int place = 0; place < places.size(); place++) {
                double x = x(line, place);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(blocks.mean(line, place))));
                for (double score : blocks.scores().get(line).get(place)) {
                    append(
                            "<line class=\"seed\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                            x - 2.5, x + 2.5, y(score), y(score));
                }
            }
            append(
                    "<polyline class=\"line\" points=\"%s\" stroke-dasharray=\"%s\"/>",
                    points.toString().strip(), DASHES.get(line % DASHES.size()));
            for (int place = 0; place < places.size(); place++) {
                mark(line, x(line, place), y(blocks.mean(line, place)));
            }
        }

        /** Names beside the ends of their lines, moved apart where they would cover each other. */
        private void names() {
            List<Integer> downwards = new ArrayList<>();
            for (int line = 0; line < lines.size(); line++) {
                downwards.add(line);
            }
            int last = places.size() - 1;
            downwards.sort(Comparator.comparingDouble(line -> y(blocks.mean(line, last))));
            double free = TOP;
            int x = WIDTH - RIGHT + 12;
            for (int line : downwards) {
                double y = Math.max(free, y(blocks.mean(line, last)));
                mark(line, x, y);
                append("<text x=\"%d\" y=\"%.1f\">%s</text>", x + 12, y + 4, named(lines.get(line)));
                free = y + NAME_HEIGHT;
            }
        }

        private void mark(int line, double x, double y) {
            String shape =
                    switch (line % 4) {
                        case 0 -> "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z";
                        case 1 -> "M-4 -4h8v8h-8z";
                        case 2 -> "M0 -5.2l5 9h-10z";
                        default -> "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z";
                    };
            append(
                    "<path class=\"%s\" transform=\"translate(%.1f %.1f)\" d=\"%s\"/>",
                    line % 2 == 0 ? "mark" : "mark open", x, y, shape);
        }

        private double x(int place) {
            double width = WIDTH - RIGHT - LEFT;
            return LEFT + width * (place + INSET) / (places.size() - 1 + 2 * INSET);
        }

        private double x(int line, int place) {
            return x(place) + SIDESTEP * (line - (lines.size() - 1) / 2.0);
        }

        private double y(double score) {
            return TOP + (HEIGHT - TOP - BOTTOM) * (high - score) / (high - low);
        }

        private int decimals() {
            return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        }

        /** Of 1, 2 and 5 times a power of ten the smallest that gives few ticks. */
        private static double step(double range) {
            double power = Math.pow(10, Math.floor(Math.log10(range)) - 1);
            for (double part : new double[] {1, 2, 5}) {
                if (range / (part * power) <= MOST_TICKS) {
                    return part * power;
                }
            }
            return range / (10 * power) <= MOST_TICKS ? 10 * power : 20 * power;
        }

        private static String named(String text) {
            return escaped(
                    text.codePointCount(0, text.length()) <= LONGEST_NAME
                            ? text
                            : text.substring(0, text.offsetByCodePoints(0, LONGEST_NAME - 1)) + "\u2026");
        }

        private static String escaped(String text) {
            return Escapers.HTML.escape(text);
        }

        private void append(String format, Object... values) {
            svg.append(String.format(Locale.ROOT, format, values)).append('\n');
        }
    }
}
