package org.fpn4j.experiments.report;

import com.samskivert.mustache.Escapers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Interval;

/**
 * Differences from the baseline with their intervals, a row for each comparison and metric, as SVG: a dot at the difference, a thick bar
 * for what seeds contribute, a thin one for all, small ticks for single seeds, a line at 0, a band for the margin, dashed
 * lines at the noise floor. Told apart by shape alone, so that it needs no colour.
 *
 * @param text the drawing
 * @param description the same in words, for those who cannot see it
 */
record ForestPlot(String text, String description) {
    private static final int WIDTH = 760;
    private static final int NAMES = 190; // of it, for what stands to the left
    private static final int MARGIN = 18;
    private static final int ROW = 26;
    private static final int TOP = 30;
    private static final int BOTTOM = 34;
    private static final double ROOM = 1.08; // beyond the longest bar

    /** A row: what it is of, whether it decides. */
    private record Row(Family family, Comparison comparison, boolean decides) {
        String label() {
            return family.metric() + "  " + comparison.name();
        }
    }

    /** Draws; empty where there is nothing to compare. */
    static Optional<ForestPlot> of(Verdicts verdicts) {
        List<Row> rows = new ArrayList<>();
        verdicts.deciding().comparisons().forEach(each -> rows.add(new Row(verdicts.deciding(), each, true)));
        for (Family family : verdicts.besides()) {
            family.comparisons().forEach(each -> rows.add(new Row(family, each, false)));
        }
        return verdicts.deciding().comparisons().isEmpty()
                ? Optional.empty()
                : Optional.of(new ForestPlot(new Drawing(rows).svg(), described(rows)));
    }

    private static String described(List<Row> rows) {
        List<String> parts = new ArrayList<>();
        for (Row row : rows) {
            Interval interval = row.comparison.interval();
            parts.add(String.format(
                    Locale.ROOT,
                    "%s of %s: %+.3f, from %+.3f to %+.3f",
                    row.family.metric(),
                    row.comparison.name(),
                    interval.value(),
                    interval.low(),
                    interval.high()));
        }
        return "Differences from " + rows.get(0).family.baseline() + ". " + String.join(". ", parts) + ".";
    }

    /** The marks of one plot. */
    private static final class Drawing {
        private final List<Row> rows;
        private final double reach;
        private final double step;
        private final int height;
        private final StringBuilder svg = new StringBuilder();

        Drawing(List<Row> rows) {
            this.rows = rows;
            double largest = 1e-3; // of differences without any
            for (Row row : rows) {
                Interval interval = row.comparison.interval();
                largest = Math.max(largest, Math.max(Math.abs(interval.low()), Math.abs(interval.high())));
                for (double seed : row.comparison.differences().values()) {
                    largest = Math.max(largest, Math.abs(seed));
                }
            }
            this.reach = ROOM * largest;
            this.step = step(reach);
            this.height = TOP + ROW * rows.size() + BOTTOM;
        }

        String svg() {
            append(
                    "<svg class=\"forest\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"forest-title\">",
                    WIDTH, height);
            append("<title id=\"forest-title\">%s</title>", Escapers.HTML.escape(described(rows)));
            marginAndFloors();
            axis();
            for (int i = 0; i < rows.size(); i++) {
                row(rows.get(i), TOP + ROW * i + ROW / 2);
            }
            append("</svg>");
            return svg.toString();
        }

        private void marginAndFloors() {
            OptionalDouble margin = rows.get(0).comparison.margin();
            int decided = (int) rows.stream().filter(Row::decides).count();
            double bottom = TOP + ROW * (double) decided;
            margin.ifPresent(width -> append(
                    "<rect class=\"margin\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%.1f\"/>",
                    x(-width), TOP, x(width) - x(-width), bottom - TOP));
            if (decided < rows.size()) {
                append("<line class=\"rule\" x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", WIDTH, bottom, bottom);
            }
        }

        private void axis() {
            int bottom = TOP + ROW * rows.size();
            for (double tick = -step * Math.floor(reach / step); tick <= reach; tick += step) {
                boolean zero = Math.abs(tick) < step / 2;
                append(
                        "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                        zero ? "zero" : "grid", x(tick), x(tick), TOP, bottom);
                append(
                        "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        x(tick), bottom + 16, zero ? "0" : String.format(Locale.ROOT, "%+." + decimals() + "f", tick));
            }
            append("<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"end\">worse</text>", x(0) - 8, TOP - 10);
            append(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\">better than %s</text>",
                    x(0) + 8, TOP - 10, Escapers.HTML.escape(rows.get(0).family.baseline()));
        }

        private void row(Row row, int y) {
            Comparison comparison = row.comparison;
            Interval interval = comparison.interval();
            String rank = row.decides ? "" : " beside";
            double sign = row.family.largerIsBetter() ? 1 : -1;
            append("<g class=\"row%s\">", rank);
            append("<text x=\"0\" y=\"%d\">%s</text>", y + 4, Escapers.HTML.escape(row.label()));
            if (comparison.estimate().seeds() > 1) {
                double floor = comparison.planning().floor(comparison.estimate().seeds());
                for (double end : new double[] {-floor, floor}) {
                    if (Math.abs(end) <= reach) {
                        append(
                                "<line class=\"floor\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                                x(end), x(end), y - ROW / 2 + 3, y + ROW / 2 - 3);
                    }
                }
            }
            bar("whole", sign * interval.value(), interval.half(), y);
            bar("seeds", sign * interval.value(), interval.halfSeeds(), y);
            for (double seed : comparison.differences().values()) {
                append(
                        "<line class=\"seed\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                        x(sign * seed), x(sign * seed), y + 5, y + 10);
            }
            append("<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\"/>", x(sign * interval.value()), y);
            append("</g>");
        }

        private void bar(String kind, double middle, double half, int y) {
            if (half > 0) {
                append(
                        "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                        kind, x(middle - half), x(middle + half), y, y);
            }
        }

        private double x(double difference) {
            double width = WIDTH - NAMES - MARGIN;
            return NAMES + width * (difference + reach) / (2 * reach);
        }

        private int decimals() {
            return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        }

        /** Of 1, 2 and 5 times a power of ten the one that gives three to seven ticks a side. */
        private static double step(double reach) {
            double power = Math.pow(10, Math.floor(Math.log10(reach)));
            for (double part : new double[] {0.1, 0.2, 0.5}) {
                if (reach / (part * power) <= 5) {
                    return part * power;
                }
            }
            return power;
        }

        private void append(String format, Object... values) {
            svg.append(String.format(Locale.ROOT, format, values)).append('\n');
        }
    }
}
