package org.fpn4j.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chart of a page shows; the page's script knows how. All series with one label switch on and off together.
 *
 * @param id unique in its page
 * @param categories names of the places 0, 1, ... on the x axis; empty for an axis of numbers
 * @param range lowest and highest value of the y axis; empty to fit it to the points
 */
record Chart(
        String id,
        String title,
        String note,
        String xTitle,
        String yTitle,
        List<String> categories,
        List<Double> range,
        List<Series> series) {
    /** How the points of a series are drawn. */
    enum Mark {
        /** a filled symbol, with a whisker where the point has ends */
        MEAN,
        /** a small open symbol, not in the legend */
        RUN,
        /** a line without symbols */
        LINE,
        /** a line with small symbols */
        MARKED_LINE
    }

    /**
     * Points of one look.
     *
     * @param style picks colour and symbol
     * @param points {@code [x, y]} or {@code [x, y, low, high]}, all finite
     */
    record Series(String label, int style, Mark mark, List<double[]> points) {}

    private static final int MOST_POINTS = 300;
    private static final int MOST_DESCRIBED = 12;
    private static final MathContext SIX_DIGITS = new MathContext(6);

    /** What is to be seen, for those who cannot: the last value of each curve, or the means. */
    public String description() {
        List<String> parts = new ArrayList<>();
        for (Series each : series) {
            if (each.mark != Mark.RUN && !each.points.isEmpty() && parts.size() < MOST_DESCRIBED) {
                double[] last = each.points.get(each.points.size() - 1);
                parts.add(each.label + " " + Numbers.brief(last[1]));
            }
        }
        boolean curves = series.stream().anyMatch(each -> each.mark == Mark.LINE || each.mark == Mark.MARKED_LINE);
        return title + ". " + (curves ? "Last values: " : "Means: ") + String.join(", ", parts) + ".";
    }

    boolean isEmpty() {
        return series.stream().allMatch(each -> each.points.isEmpty());
    }

    /** A curve as a series: means of equally long stretches where it has more points than a screen can show. */
    static Series curve(String label, int style, List<CurvePoint> curve) {
        return curve(label, style, curve, MOST_POINTS);
    }

    /** The same of at most so many points, and never more than a screen can show. */
    static Series curve(String label, int style, List<CurvePoint> curve, int most) {
        List<CurvePoint> finite = curve.stream()
                .filter(point -> Double.isFinite(point.value()) && Double.isFinite(point.step()))
                .toList();
        int limit = Math.min(most, MOST_POINTS);
        int stretch = (finite.size() + limit - 1) / limit;
        List<double[]> points = new ArrayList<>();
        for (int start = 0; start < finite.size(); start += stretch) {
            List<CurvePoint> part = finite.subList(start, Math.min(start + stretch, finite.size()));
            double steps = 0;
            double values = 0;
            for (CurvePoint point : part) {
                steps += point.step();
                values += point.value();
            }
            points.add(point(steps / part.size(), values / part.size()));
        }
        return new Series(label, style, points.size() > 40 ? Mark.LINE : Mark.MARKED_LINE, points);
    }

    static double[] point(double x, double y) {
        return new double[] {rounded(x), rounded(y)};
    }

    static double[] point(double x, double y, double sd) {
        if (Double.isNaN(sd)) {
            return point(x, y);
        }
        return new double[] {rounded(x), rounded(y), rounded(y - sd), rounded(y + sd)};
    }

    /** Digits that no screen shows would be most of the page. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }
}
