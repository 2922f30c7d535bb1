package org.fpn4j.experiments.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fpn4j.evaluation.metric.Metric;

/**
 * One combination of axis values, with its runs: values of one seed belong together in all variants, and whoever compares
 * two of them needs them one by one.
 *
 * @param axisValues axis name to value, in the order of the axes
 * @param runs those that are done, one for each seed
 * @param params parameters of the whole detector
 * @param macs multiply-accumulates of one forward pass of one image
 */
public record VariantRow(Map<String, String> axisValues, List<CellRow> runs, long params, long macs) {
    public VariantRow {
        axisValues = Collections.unmodifiableMap(new LinkedHashMap<>(axisValues));
        runs = List.copyOf(runs);
    }

    /** The variant in a few words: its axis values. */
    public String label() {
        return label(axisValues);
    }

    static String label(Map<String, String> axisValues) {
        return String.join(", ", axisValues.values());
    }

    /** How many seeds are done. */
    public int n() {
        return runs.size();
    }

    /** The seeds that are done, in the order of the runs. */
    public List<Long> seeds() {
        return runs.stream().map(CellRow::seed).toList();
    }

    /** The value of a metric by seed; -1 where there is nothing to measure. */
    public SortedMap<Long, Double> values(String metric) {
        SortedMap<Long, Double> values = new TreeMap<>();
        runs.forEach(run -> values.put(run.seed(), run.metric(metric)));
        return Collections.unmodifiableSortedMap(values);
    }

    /** The names of all metrics that any run has. */
    public List<String> metrics() {
        return runs.stream()
                .flatMap(run -> run.metrics().keySet().stream())
                .distinct()
                .toList();
    }

    /** A metric over the seeds; nothing measured where a run does not have it. */
    public Statistic statistic(String metric) {
        return Statistic.of(runs.stream().map(run -> run.metric(metric)).toList());
    }

    Statistic statistic(Metric metric) {
        return statistic(metric.name());
    }

    /** A metric of a class over the seeds; runs that know no such class are left out. */
    public Statistic ofClass(String metric, String className) {
        return Statistic.of(runs.stream()
                .filter(run -> run.perClass().containsKey(className))
                .map(run -> run.perClass().get(className).getOrDefault(metric, -1.0))
                .toList());
    }

    /** The mean over the seeds, of wall clock. */
    public double trainSeconds() {
        return runs.stream().mapToDouble(CellRow::trainSeconds).average().orElse(0);
    }
}
