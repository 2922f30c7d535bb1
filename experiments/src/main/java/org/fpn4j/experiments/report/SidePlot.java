package org.fpn4j.experiments.report;

import com.samskivert.mustache.Escapers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sides of what levels see beside the sides of objects, on one logarithmic axis: a histogram above, a row for each level
 * below it, with a thick bar up to half of the energy, a thin one up to 95 % of it, and a tick where theory ends. Told apart by
 * shape alone.
 *
 * @param bins of the histogram, ascending and without gaps
 * @param rows from top to bottom
 */
public record SidePlot(List<Bin> bins, List<Row> rows) {
    private static final int WIDTH = 760;
    private static final int NAMES = 170; // of it, for what stands to the left
    private static final int MARGIN = 18;
    private static final int HISTOGRAM = 96;
    private static final int ROW = 24;
    private static final int TOP = 26;
    private static final int BOTTOM = 34;
    private static final int GAP = 14;
    private static final double LEAST = 2; // pixels, where the axis begins

    /** Objects whose side is from {@code low} up to {@code high} pixels. */
    public record Bin(double low, double high, long objects) {}

    /**
     * A level.
     *
     * @param half side that holds half of the energy
     * @param most side that holds 95 % of it
     * @param theory side of the theoretical field
     */
    public record Row(String name, double half, double most, double theory) {}

    public SidePlot {
        bins = List.copyOf(bins);
        rows = List.copyOf(rows);
    }

    /** The same in words, for those who cannot see it. */
    String description() {
        List<String> parts = new ArrayList<>();
        rows.forEach(row -> parts.add(String.format(
                Locale.ROOT,
                "%s: half within %.0f, 95 %% within %.0f, theory %.0f",
                row.name,
                row.half,
                row.most,
                row.theory)));
        bins.stream()
                .filter(bin -> bin.objects > 0)
                .forEach(bin -> parts.add(String.format(
                        Locale.ROOT,
                        "%d %s with sides from %.0f to %.0f",
                        bin.objects,
                        bin.objects == 1 ? "object" : "objects",
                        bin.low,
                        bin.high)));
        return "Sides in pixels of the input. " + String.join(". ", parts) + ".";
    }

    String svg() {
        return new Drawing().svg();
    }

    private final class Drawing {
        private final double largest;
        private final int height;
        private final StringBuilder svg = new StringBuilder();

        Drawing() {
            double end = 8 * LEAST;
            for (Row row : rows) {
                end = Math.max(end, Math.max(row.most, row.theory));
            }
            for (Bin bin : bins) {
                end = Math.max(end, bin.objects > 0 ? bin.high : 0);
            }
            this.largest = end * 1.05;
            this.height = TOP + HISTOGRAM + GAP + ROW * rows.size() + BOTTOM;
        }

        String svg() {
            append(
                    "<svg class=\"forest\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"sides-title\">",
                    WIDTH, height);
            append("<title id=\"sides-title\">%s</title>", Escapers.HTML.escape(description()));
            axis();
            histogram();
            for (int i = 0; i < rows.size(); i++) {
                row(rows.get(i), TOP + HISTOGRAM + GAP + ROW * i + ROW / 2);
            }
            append("</svg>");
            return svg.toString();
        }

        private void axis() {
            int bottom = height - BOTTOM;
            for (double tick = LEAST; tick <= largest; tick *= 2) {
                append(
                        "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                        x(tick), x(tick), TOP, bottom);
                append(
                        "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                        x(tick), bottom + 16, tick);
            }
            append(
                    "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">side in pixels of the input</text>",
                    WIDTH - MARGIN, bottom + 31);
        }

        private void histogram() {
            long most = bins.stream().mapToLong(Bin::objects).max().orElse(0);
            append("<text x=\"0\" y=\"%d\">objects</text>", TOP + HISTOGRAM - 4);
            for (Bin bin : bins) {
                if (bin.objects > 0 && bin.high > LEAST) {
                    double size = (HISTOGRAM - 16.0) * bin.objects / most;
                    double left = x(Math.max(LEAST, bin.low));
                    append(
                            "<rect class=\"margin\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                            left, TOP + HISTOGRAM - size, Math.max(1, x(bin.high) - left - 1), size);
                    append(
                            "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>",
                            (left + x(bin.high)) / 2, TOP + HISTOGRAM - size - 3, bin.objects);
                }
            }
        }

        private void row(Row row, int y) {
            append("<text x=\"0\" y=\"%d\">%s</text>", y + 4, Escapers.HTML.escape(row.name));
            append("<line class=\"whole\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x(LEAST), x(row.most), y, y);
            append("<line class=\"seeds\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x(LEAST), x(row.half), y, y);
            append(
                    "<line class=\"floor\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    x(row.theory), x(row.theory), y - 9, y + 9);
        }

        private double x(double side) {
            double share = Math.log(Math.max(side, LEAST) / LEAST) / Math.log(largest / LEAST);
            return NAMES + (WIDTH - NAMES - MARGIN) * share;
        }

        private void append(String format, Object... values) {
            svg.append(String.format(Locale.ROOT, format, values)).append('\n');
        }
    }
}
