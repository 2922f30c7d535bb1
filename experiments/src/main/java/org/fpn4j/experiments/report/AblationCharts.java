package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The charts of an ablation: a colour and a symbol for each variant, the same in all of them. */
final class AblationCharts {
    private static final List<String> SIZES = List.of("AP_S", "AP_M", "AP_L");
    private static final String MEANS_AND_RUNS = "Filled: mean and sd. Open, to its right: single runs.";
    private static final double GROUP_WIDTH = 0.5; // of the distance between two sizes

    private final AblationReport report;

    AblationCharts(AblationReport report) {
        this.report = report;
    }

    /** Those that have something to show. */
    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        charts.add(bySize());
        charts.add(byCost("macs", "AP against compute", "GMACs per image", variant -> variant.macs() / 1e9));
        charts.add(byCost("params", "AP against parameters", "million parameters", variant -> variant.params() / 1e6));
        charts.add(curves("loss", "Training loss", "loss", CellRow::loss));
        for (String metric : List.of("AP", "AP50")) {
            charts.add(curves(
                    "curve-" + metric,
                    metric + " on the validation set",
                    metric,
                    cell -> cell.metricCurves().getOrDefault(metric, List.of()).stream()
                            .filter(point -> point.value() >= 0)
                            .toList()));
        }
        charts.removeIf(Chart::isEmpty);
        return charts;
    }

    private Chart bySize() {
        List<Chart.Series> series = new ArrayList<>();
        int count = report.variants().size();
        for (int i = 0; i < count; i++) {
            VariantRow variant = report.variants().get(i);
            double offset = count == 1 ? 0 : GROUP_WIDTH * ((double) i / (count - 1) - 0.5);
            List<double[]> means = new ArrayList<>();
            List<double[]> runs = new ArrayList<>();
            for (int size = 0; size < SIZES.size(); size++) {
                String metric = SIZES.get(size);
                Statistic statistic = variant.metric(metric);
                if (statistic.isMeasured()) {
                    means.add(Chart.point(size + offset, statistic.mean(), statistic.sd()));
                }
                for (CellRow cell : cells(variant)) {
                    if (cell.metric(metric) >= 0) {
                        runs.add(Chart.point(size + offset, cell.metric(metric)));
                    }
                }
            }
            series.add(new Chart.Series(variant.label(), i, Chart.Mark.RUN, runs));
            series.add(new Chart.Series(variant.label(), i, Chart.Mark.MEAN, means));
        }
        return new Chart(
                "sizes", "AP by object size", MEANS_AND_RUNS, "", "AP", List.of("small", "medium", "large"), series);
    }

    private Chart byCost(String id, String title, String xTitle, ToDoubleFunction<VariantRow> cost) {
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < report.variants().size(); i++) {
            VariantRow variant = report.variants().get(i);
            double x = cost.applyAsDouble(variant);
            List<double[]> runs = cells(variant).stream()
                    .filter(cell -> cell.metric("AP") >= 0)
                    .map(cell -> Chart.point(x, cell.metric("AP")))
                    .toList();
            Statistic statistic = variant.metric("AP");
            List<double[]> mean = statistic.isMeasured()
                    ? List.of(Chart.point(x, statistic.mean(), statistic.sd()))
                    : List.<double[]>of();
            series.add(new Chart.Series(variant.label(), i, Chart.Mark.RUN, runs));
            series.add(new Chart.Series(variant.label(), i, Chart.Mark.MEAN, mean));
        }
        return new Chart(id, title, MEANS_AND_RUNS, xTitle, "AP", List.of(), series);
    }

    private interface CurveOf {
        List<CurvePoint> of(CellRow cell);
    }

    private Chart curves(String id, String title, String yTitle, CurveOf curve) {
        List<Chart.Series> series = new ArrayList<>();
        List<Map<String, String>> known =
                report.variants().stream().map(VariantRow::axisValues).toList();
        for (CellRow cell : report.cells()) {
            int style = known.indexOf(cell.axisValues());
            String label = VariantRow.label(cell.axisValues());
            series.add(Chart.curve(label, style < 0 ? known.size() : style, curve.of(cell)));
        }
        return new Chart(id, title, "One line for each run.", "step", yTitle, List.of(), series);
    }

    private List<CellRow> cells(VariantRow variant) {
        return report.cells().stream()
                .filter(CellRow::isDone)
                .filter(cell -> cell.axisValues().equals(variant.axisValues()))
                .toList();
    }
}
