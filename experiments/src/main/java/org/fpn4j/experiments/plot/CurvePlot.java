package org.fpn4j.experiments.plot;

import java.util.List;
import java.util.Locale;

/** Curves over [0, 1] with values in [0, 1]. */
public final class CurvePlot {
    private static final int WIDTH = 260;
    private static final int HEIGHT = 210;
    private static final int LEFT = 30;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int BOTTOM = 34;
    private static final List<String> TICKS = List.of("0", "0.5", "1");

    /**
     * One curve.
     *
     * @param style by which it is told from others
     * @param thin whether it is drawn as the lesser of two
     * @param values at equal distances from 0 to 1
     */
    public record Curve(int style, boolean thin, List<Double> values) {
        public Curve {
            values = List.copyOf(values);
        }
    }

    private CurvePlot() {}

    /**
     * Draws.
     *
     * @param title what it is of
     * @param description for those who cannot see it
     * @param across name of the axis from left to right
     * @param up name of the other
     */
    public static String of(String title, String description, String across, String up, List<Curve> curves) {
        Scale x = new Scale(0, 1, LEFT, WIDTH - RIGHT);
        Scale y = new Scale(0, 1, HEIGHT - BOTTOM, TOP);
        Svg svg = new Svg(WIDTH, HEIGHT, title, description);
        for (int i = 0; i < TICKS.size(); i++) {
            double tick = i / 2.0;
            svg.line("grid", x.at(tick), y.at(0), x.at(tick), y.at(1));
            svg.line("grid", x.at(0), y.at(tick), x.at(1), y.at(tick));
            svg.centred("tick", x.at(tick), y.at(0) + 14, TICKS.get(i));
            svg.ending("tick", LEFT - 4, y.at(tick) + 4, TICKS.get(i));
        }
        svg.centred("tick", x.at(0.5), HEIGHT - 4.0, across);
        svg.words("tick", LEFT + 4.0, y.at(0) - 5, up + " \u2191");
        for (Curve curve : curves) {
            if (!curve.values().isEmpty()) {
                svg.curve(curve.style(), curve.thin(), steps(x, y, curve.values()));
            }
        }
        return svg.end();
    }

    /** Without the points between equal neighbours, which are most of them. */
    private static String steps(Scale x, Scale y, List<Double> values) {
        StringBuilder steps = new StringBuilder();
        int last = values.size() - 1;
        for (int i = 0; i <= last; i++) {
            double here = rounded(y.at(values.get(i)));
            boolean same = i > 0
                    && i < last
                    && here == rounded(y.at(values.get(i - 1)))
                    && here == rounded(y.at(values.get(i + 1)));
            if (!same) {
                double at = last == 0 ? 0 : (double) i / last;
                steps.append(String.format(Locale.ROOT, "%s%.0f %.1f", i == 0 ? "M" : "L", x.at(at), here));
            }
        }
        return steps.toString();
    }

    private static double rounded(double value) {
        return Math.rint(2 * value) / 2;
    }
}
