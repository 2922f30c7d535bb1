package org.fpn4j.evaluation.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoParameters;

/**
 * Metrics that belong together. A family from outside is found by {@link java.util.ServiceLoader}: {@code
 * @AutoService(MetricFamily.class)} on a class with a public constructor without arguments is all that it takes.
 */
public interface MetricFamily {
    /** In messages, in {@code --metrics}, and in the order of families: {@code coco} first, then by name. */
    String name();

    /** The metrics in the order of tables and files. */
    List<Metric> metrics(CocoParameters parameters);

    /**
     * What stands under the family's name in the JSON of those who ask for it by name: texts, numbers, lists and maps. Its metrics,
     * where nothing else is said.
     *
     * @param detections that are not drawn
     */
    default Map<String, Object> section(EvaluatedDetections detections) {
        Map<String, Object> section = new LinkedHashMap<>();
        metrics(detections.parameters()).forEach(metric -> section.put(metric.name(), metric.value(detections)));
        return section;
    }
}
