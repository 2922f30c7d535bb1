package org.fpn4j.evaluation.metric;

import java.util.List;
import org.fpn4j.evaluation.coco.CocoParameters;

/**
 * Metrics that belong together. A family from outside is found by {@link java.util.ServiceLoader}: {@code
 * @AutoService(MetricFamily.class)} on a class with a public constructor without arguments is all that it takes.
 */
public interface MetricFamily {
    /** In messages, and in the order of families: {@code coco} first, then by name. */
    String name();

    /** The metrics in the order of tables and files. */
    List<Metric> metrics(CocoParameters parameters);
}
