package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;

/**
 * Everything that the report of an ablation shows.
 *
 * @param metrics what a run can be scored by
 * @param axes names of the axes, in the order of the table's columns
 * @param variants one row for each combination that has at least one seed done
 * @param verdicts what comparisons with the baseline say
 * @param cells one row for each variant and seed, failed ones included
 * @param configs where the configs of variants differ, with values in the order of the variants
 * @param inspected what a look at data and detections shows
 * @param notes sentences that a reader must know to judge the numbers
 */
public record AblationReport(
        String name,
        Circumstances circumstances,
        Metrics metrics,
        List<String> axes,
        List<VariantRow> variants,
        Verdicts verdicts,
        List<CellRow> cells,
        List<ConfigDifference> configs,
        Inspected inspected,
        List<String> notes) {
    public AblationReport {
        axes = List.copyOf(axes);
        variants = List.copyOf(variants);
        cells = List.copyOf(cells);
        configs = List.copyOf(configs);
        notes = List.copyOf(notes);
    }

    List<CellRow> unfinished() {
        return cells.stream().filter(cell -> !cell.isDone()).toList();
    }

    /** {@code 5 of 6 runs done}. */
    String progress() {
        return cells.size() - unfinished().size() + " of " + cells.size() + " runs done";
    }

    /** The columns of the headline table. */
    List<Metric> columns() {
        return metrics.in(Shown.TABLES);
    }

    /** Names of the classes that any run was scored on, in the order of the data. */
    public List<String> classes() {
        return cells.stream()
                .flatMap(cell -> cell.perClass().keySet().stream())
                .distinct()
                .toList();
    }

    /** What is shown of each class: first the plain metrics, last the decisive one, whose means over classes are told already. */
    List<Metric> classMetrics() {
        List<Metric> shown = new ArrayList<>(metrics.ofClasses());
        if (shown.remove(Metrics.DECISIVE)) {
            shown.add(Metrics.DECISIVE);
        }
        return shown;
    }

    /** The best mean of a metric; -1 where no variant has one. */
    double best(Metric metric) {
        return best(metric, variant -> variant.statistic(metric));
    }

    /** The best mean of a metric of a class; -1 where no variant has one. */
    double best(Metric metric, String className) {
        return best(metric, variant -> variant.ofClass(metric.name(), className));
    }

    private double best(Metric metric, Function<VariantRow, Statistic> statistic) {
        double best = -1;
        for (VariantRow variant : variants) {
            double mean = statistic.apply(variant).mean();
            if (metric.isBetter(mean, best)) {
                best = mean;
            }
        }
        return best;
    }
}
