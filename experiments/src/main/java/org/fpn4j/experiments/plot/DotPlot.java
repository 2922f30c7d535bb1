package org.fpn4j.experiments.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A row for each of several things, and in it a mark for each series. */
public final class DotPlot {
    private static final int WIDTH = 760;
    private static final int NAMES = 190;
    private static final int MARGIN = 18;
    private static final int LINE = 12; // that a mark takes, so that equal values do not cover each other
    private static final int GAP = 12;
    private static final int TOP = 8;
    private static final int BOTTOM = 30;
    private static final int LONGEST_NAME = 28;

    private DotPlot() {}

    /**
     * Draws.
     *
     * @param title what the values are
     * @param rows names
     * @param series names
     * @param values by row and series; negative where there is none
     */
    public static String of(String title, List<String> rows, List<String> series, List<List<Double>> values) {
        List<Double> present = values.stream()
                .flatMap(List::stream)
                .filter(value -> value >= 0)
                .toList();
        Scale scale = Scale.around(present, NAMES, WIDTH - MARGIN);
        int height = LINE * series.size() + GAP;
        int bottom = TOP + height * rows.size();
        Svg svg = new Svg(WIDTH, bottom + BOTTOM, title, described(title, rows, series, values));
        for (double tick : scale.ticks()) {
            svg.line("grid", scale.at(tick), TOP, scale.at(tick), bottom);
            svg.centred("tick", scale.at(tick), bottom + 18, scale.written(tick));
        }
        for (int row = 0; row < rows.size(); row++) {
            int top = TOP + height * row;
            svg.line("rule", 0, top, WIDTH, top);
            svg.words("name", 0, top + height / 2.0 + 4, shortened(rows.get(row)));
            for (int i = 0; i < series.size(); i++) {
                double value = values.get(row).get(i);
                if (value >= 0) {
                    svg.mark(i, scale.at(value), top + (GAP + LINE) / 2.0 + LINE * i);
                }
            }
        }
        return svg.end();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
    }

    private static String described(String title, List<String> rows, List<String> series, List<List<Double>> values) {
        List<String> parts = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            int of = row;
            parts.add(IntStream.range(0, series.size())
                    .filter(i -> values.get(of).get(i) >= 0)
                    .mapToObj(i -> String.format(
                            Locale.ROOT,
                            "%s %.3f",
                            series.get(i),
                            values.get(of).get(i)))
                    .collect(Collectors.joining(", ", rows.get(row) + ": ", "")));
        }
        return title + ". " + String.join("; ", parts) + ".";
    }
}
