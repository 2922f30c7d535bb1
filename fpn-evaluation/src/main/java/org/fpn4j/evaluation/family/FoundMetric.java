package org.fpn4j.evaluation.family;

import static java.util.Objects.requireNonNull;

import org.fpn4j.evaluation.metric.Metric;

/**
 * A metric and where it is from.
 *
 * @param family by its name
 */
public record FoundMetric(String family, Metric metric) {
    public FoundMetric {
        requireNonNull(family, "family is null");
        requireNonNull(metric, "metric is null");
    }
}
