package org.fpn4j.experiments.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A row for each variant: a dot at its mean, a bar of one standard deviation to each side, a stroke for each seed; and
 * around the baseline's mean what it takes to be found different with 80 % chance.
 */
public final class MeanPlot {
    private static final int WIDTH = 760;
    private static final int NAMES = 190; // of it, for what stands to the left
    private static final int MARGIN = 18;
    private static final int ROW = 28;
    private static final int TOP = 26;
    private static final int BOTTOM = 30;

    /**
     * A variant.
     *
     * @param sd NaN of a single seed
     * @param seeds one value each
     * @param floor the noise floor of its comparison with the baseline; empty where there is none
     */
    public record Row(String label, double mean, double sd, List<Double> seeds, OptionalDouble floor) {
        public Row {
            seeds = List.copyOf(seeds);
        }

        List<Double> reach(double baseline) {
            List<Double> reach = new ArrayList<>(seeds);
            reach.add(mean);
            if (!Double.isNaN(sd)) {
                reach.addAll(List.of(mean - sd, mean + sd));
            }
            floor.ifPresent(wide -> reach.addAll(List.of(baseline - wide, baseline + wide)));
            return reach;
        }
    }

    private MeanPlot() {}

    /**
     * Draws.
     *
     * @param metric name
     * @param baseline its mean
     */
    public static String of(String metric, double baseline, List<Row> rows) {
        Scale scale = Scale.around(
                rows.stream().flatMap(row -> row.reach(baseline).stream()).toList(), NAMES, WIDTH - MARGIN);
        int bottom = TOP + ROW * rows.size();
        Svg svg = new Svg(WIDTH, bottom + BOTTOM, metric + " by variant", described(metric, rows));
        for (double tick : scale.ticks()) {
            svg.line("grid", scale.at(tick), TOP, scale.at(tick), bottom);
            svg.centred("tick", scale.at(tick), bottom + 18, scale.written(tick));
        }
        svg.words("tick", 0, TOP - 10, metric);
        svg.line("zero", scale.at(baseline), TOP - 4, scale.at(baseline), bottom);
        for (int i = 0; i < rows.size(); i++) {
            draw(svg, scale, rows.get(i), baseline, TOP + ROW * i + ROW / 2);
        }
        return svg.end();
    }

    private static void draw(Svg svg, Scale scale, Row row, double baseline, int y) {
        svg.words("name", 0, y + 4, row.label());
        row.floor().ifPresent(wide -> {
            double left = scale.at(baseline - wide);
            double right = scale.at(baseline + wide);
            svg.box("margin", left, y - ROW / 2.0 + 3, right - left, ROW - 6);
            svg.line("floor", left, y - ROW / 2.0 + 3, left, y + ROW / 2.0 - 3);
            svg.line("floor", right, y - ROW / 2.0 + 3, right, y + ROW / 2.0 - 3);
        });
        if (!Double.isNaN(row.sd())) {
            svg.line("whole", scale.at(row.mean() - row.sd()), y, scale.at(row.mean() + row.sd()), y);
        }
        for (double seed : row.seeds()) {
            svg.line("seed", scale.at(seed), y + 5, scale.at(seed), y + 10);
        }
        svg.mark(0, scale.at(row.mean()), y);
    }

    private static String described(String metric, List<Row> rows) {
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%s %.3f%s%s",
                        row.label(),
                        row.mean(),
                        Double.isNaN(row.sd()) ? "" : String.format(Locale.ROOT, " \u00B1 %.3f", row.sd()),
                        row.floor().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", noise floor %.3f",
                                        row.floor().getAsDouble())
                                : ""))
                .collect(Collectors.joining("; ", metric + " by variant: ", "."));
    }
}
