package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;

/** The charts of an ablation: a colour and a symbol for each variant, the same in all of them. */
final class AblationCharts {
    private static final String MEANS_AND_RUNS = "Filled: mean and sd. Open, to its right: single runs.";
    private static final int POINTS_OF_A_CHART = 4500; // a page holds six charts of curves or more
    private static final int FEWEST_POINTS = 20; // of a curve
    private static final double GROUP_WIDTH = 0.5; // of the chart's width
    private static final double EXTENT_WITH_MARGIN = 1.15;
    private static final double SHORTEST_SPAN = 0.02; // less would show rounding as differences

    private final AblationReport report;

    AblationCharts(AblationReport report) {
        this.report = report;
    }

    /** Those that have something to show. */
    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        charts.addAll(bySize());
        charts.add(byCost(
                "macs",
                Metrics.DECISIVE.name() + " against compute",
                "GMACs per image",
                variant -> variant.macs() / 1e9));
        charts.add(byCost(
                "params",
                Metrics.DECISIVE.name() + " against parameters",
                "million parameters",
                variant -> variant.params() / 1e6));
        charts.add(curves("loss", "Training loss", "loss", cell -> cell.curves().loss()));
        for (Metric shown : report.metrics().in(Shown.EVERYWHERE)) {
            String metric = shown.name();
            charts.add(curves(
                    "curve-" + metric,
                    metric + " on the validation set",
                    metric,
                    cell -> cell.curves().metrics().getOrDefault(metric, List.of()).stream()
                            .filter(point -> point.value() >= 0)
                            .toList()));
        }
        List<String> others = report.cells().stream()
                .flatMap(cell -> cell.curves().others().keySet().stream())
                .filter(name -> !LogName.isPart(name)) // which the pages of runs show
                .distinct()
                .toList();
        for (String other : others) {
            charts.add(curves("log-" + charts.size(), LogName.title(other), LogName.of(other), cell -> cell.curves()
                    .others()
                    .getOrDefault(other, List.of())));
        }
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    /** One chart for each size; all show equally long stretches of AP, so that equal differences look equal. */
    private List<Chart> bySize() {
        List<Chart> charts = new ArrayList<>();
        double span = 0;
        List<Metric> ofSizes = report.columns().stream()
                .filter(metric -> metric.size() != SizeClass.ALL)
                .toList();
        for (Metric metric : ofSizes) {
            Extent extent = Extent.of(sizeSeries(metric.name()));
            span = Math.max(span, EXTENT_WITH_MARGIN * (extent.high - extent.low));
        }
        span = Math.min(1, Math.max(span, SHORTEST_SPAN));
        for (Metric metric : ofSizes) {
            List<Chart.Series> series = sizeSeries(metric.name());
            charts.add(new Chart(
                    metric.name(),
                    MetricName.of(metric.name()).base() + " of " + metric.size().words() + " objects",
                    MEANS_AND_RUNS + " Sizes share the length of the scale.",
                    "",
                    metric.name(),
                    List.of(""),
                    Extent.of(series).range(span),
                    series));
        }
        return charts;
    }

    private List<Chart.Series> sizeSeries(String metric) {
        List<Chart.Series> series = new ArrayList<>();
        int count = report.variants().size();
        for (int i = 0; i < count; i++) {
            double x = count == 1 ? 0 : GROUP_WIDTH * ((double) i / (count - 1) - 0.5);
            addMeanAndRuns(series, i, x, metric);
        }
        return series;
    }

    /** Lowest and highest value of some points, whiskers included. */
    private record Extent(double low, double high) {
        static Extent of(List<Chart.Series> series) {
            double[] values = series.stream()
                    .flatMap(each -> each.points().stream())
                    .flatMapToDouble(point -> Arrays.stream(point).skip(1))
                    .sorted()
                    .toArray();
            return values.length == 0 ? new Extent(0, 0) : new Extent(values[0], values[values.length - 1]);
        }

        /** As long as the span, around the middle, within [0, 1]. */
        List<Double> range(double span) {
            double start = Math.max(0, Math.min(1 - span, (low + high - span) / 2));
            return List.of(start, start + span);
        }
    }

    private void addMeanAndRuns(List<Chart.Series> series, int index, double x, String metric) {
        VariantRow variant = report.variants().get(index);
        List<double[]> runs = report.cells().stream()
                .filter(CellRow::isDone)
                .filter(cell -> cell.axisValues().equals(variant.axisValues()))
                .filter(cell -> cell.metric(metric) >= 0)
                .map(cell -> Chart.point(x, cell.metric(metric)))
                .toList();
        Statistic statistic = variant.statistic(metric);
        List<double[]> mean = statistic.isMeasured()
                ? List.of(Chart.point(x, statistic.mean(), statistic.sd()))
                : List.<double[]>of();
        series.add(new Chart.Series(variant.label(), index, Chart.Mark.RUN, runs));
        series.add(new Chart.Series(variant.label(), index, Chart.Mark.MEAN, mean));
    }

    private Chart byCost(String id, String title, String xTitle, ToDoubleFunction<VariantRow> cost) {
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < report.variants().size(); i++) {
            addMeanAndRuns(series, i, cost.applyAsDouble(report.variants().get(i)), Metrics.DECISIVE.name());
        }
        return new Chart(id, title, MEANS_AND_RUNS, xTitle, Metrics.DECISIVE.name(), List.of(), List.of(), series);
    }

    private interface CurveOf {
        List<CurvePoint> of(CellRow cell);
    }

    private Chart curves(String id, String title, String yTitle, CurveOf curve) {
        List<Chart.Series> series = new ArrayList<>();
        List<Map<String, String>> known =
                report.variants().stream().map(VariantRow::axisValues).toList();
        Set<List<CurvePoint>> different = report.cells().stream().map(curve::of).collect(Collectors.toSet());
        Set<List<Object>> drawn = new HashSet<>();
        int most = Math.max(
                FEWEST_POINTS, POINTS_OF_A_CHART / Math.max(1, report.cells().size()));
        for (CellRow cell : report.cells()) {
            int style = known.indexOf(cell.axisValues());
            String label =
                    different.size() == 1 && known.size() > 1 ? "all variants" : VariantRow.label(cell.axisValues());
            List<CurvePoint> points = curve.of(cell);
            if (drawn.add(List.of(label, points))) { // runs may share learning rates
                series.add(Chart.curve(label, style < 0 ? known.size() : style, points, most));
            }
        }
        return new Chart(
                id, title, "One line for each run; runs may share one.", "step", yTitle, List.of(), List.of(), series);
    }
}
