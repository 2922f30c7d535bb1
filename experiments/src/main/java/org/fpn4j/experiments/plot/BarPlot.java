package org.fpn4j.experiments.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Shares of several series in the same bins, side by side; each series adds up to 1. */
public final class BarPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 230;
    private static final int LEFT = 44;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;
    private static final double FILLED = 0.8; // of a bin's width

    /** Counts in each bin. */
    public record Series(String name, List<Integer> counts) {
        public Series {
            counts = List.copyOf(counts);
        }

        double share(int bin) {
            int all = counts.stream().mapToInt(Integer::intValue).sum();
            return all == 0 ? 0 : (double) counts.get(bin) / all;
        }
    }

    private BarPlot() {}

    /**
     * Draws.
     *
     * @param title what it is of
     * @param across name of the axis from left to right
     * @param bins names
     */
    public static String of(String title, String across, List<String> bins, List<Series> series) {
        double largest = series.stream()
                .flatMapToDouble(each -> IntStream.range(0, bins.size()).mapToDouble(each::share))
                .max()
                .orElse(0);
        Scale y = new Scale(0, Math.max(0.1, 1.05 * largest), HEIGHT - BOTTOM, TOP);
        Svg svg = new Svg(WIDTH, HEIGHT, title, described(title, bins, series));
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), WIDTH, y.at(tick));
            svg.ending("tick", LEFT - 6.0, y.at(tick) + 4, Math.round(100 * tick) + " %");
        }
        double width = (double) (WIDTH - LEFT) / bins.size();
        double bar = FILLED * width / Math.max(1, series.size());
        for (int bin = 0; bin < bins.size(); bin++) {
            double left = LEFT + width * bin;
            svg.centred("tick", left + width / 2, HEIGHT - BOTTOM + 15.0, bins.get(bin));
            for (int i = 0; i < series.size(); i++) {
                double top = y.at(series.get(i).share(bin));
                svg.box("bar bar" + i, left + (1 - FILLED) / 2 * width + bar * i, top, bar, y.at(0) - top);
            }
        }
        svg.line("zero", LEFT, y.at(0), WIDTH, y.at(0));
        svg.centred("tick", (LEFT + WIDTH) / 2.0, HEIGHT - 6.0, across);
        return svg.end();
    }

    private static String described(String title, List<String> bins, List<Series> series) {
        List<String> parts = new ArrayList<>();
        for (Series each : series) {
            List<String> shares = IntStream.range(0, bins.size())
                    .filter(bin -> each.counts().get(bin) > 0)
                    .mapToObj(bin -> String.format(Locale.ROOT, "%s: %.0f %%", bins.get(bin), 100 * each.share(bin)))
                    .toList();
            parts.add(each.name() + " " + String.join(", ", shares));
        }
        return title + ". " + String.join("; ", parts) + ".";
    }
}
