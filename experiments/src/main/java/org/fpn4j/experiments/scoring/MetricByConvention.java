package org.fpn4j.experiments.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.evaluation.metric.Metric;

/**
 * A metric and the convention that it follows.
 *
 * @param convention where that is not the usual one: {@code froc_iou 0.3}; empty where it is
 */
public record MetricByConvention(Metric metric, String convention) {
    public MetricByConvention {
        requireNonNull(metric, "metric is null");
        requireNonNull(convention, "convention is null");
    }

    /** By the usual convention. */
    public static MetricByConvention usual(Metric metric) {
        return new MetricByConvention(metric, "");
    }

    /** What its values are kept under: numbers of two conventions are not the same numbers. */
    public String key() {
        return convention.isEmpty() ? metric.name() : metric.name() + " " + convention;
    }

    /** Says which convention it follows where that is not the usual one. */
    public Optional<String> remark() {
        return convention.isEmpty() ? Optional.empty() : Optional.of(metric.name() + " is by " + convention + ".");
    }
}
