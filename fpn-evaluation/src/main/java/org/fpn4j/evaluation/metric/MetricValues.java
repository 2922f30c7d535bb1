package org.fpn4j.evaluation.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What metrics say of some detections; -1 where there is nothing to measure.
 *
 * @param all values by the metrics' names, in the order of files
 * @param ofClasses values of each class by its name, in the order of category ids; empty where classes are not told apart
 */
public record MetricValues(Map<String, Double> all, Map<String, Map<String, Double>> ofClasses) {
    private static final double NOTHING = -1;

    public MetricValues {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
        ofClasses.forEach((name, values) -> copies.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        ofClasses = Collections.unmodifiableMap(copies);
    }

    /** The value of a metric; -1 where it was not read. */
    public double value(Metric metric) {
        return value(metric.name());
    }

    /** The value of the metric with a name; -1 where it was not read. */
    public double value(String metric) {
        return all.getOrDefault(metric, NOTHING);
    }

    /** The value of a metric of a class; -1 where it was not read. */
    public double value(Metric metric, String className) {
        return ofClasses.getOrDefault(className, Map.of()).getOrDefault(metric.name(), NOTHING);
    }

    /** The values of a metric by class, of those classes that it was read of. */
    public Map<String, Double> byClass(Metric metric) {
        Map<String, Double> byClass = new LinkedHashMap<>();
        ofClasses.forEach((name, values) -> {
            if (values.containsKey(metric.name())) {
                byClass.put(name, values.get(metric.name()));
            }
        });
        return Collections.unmodifiableMap(byClass);
    }
}
