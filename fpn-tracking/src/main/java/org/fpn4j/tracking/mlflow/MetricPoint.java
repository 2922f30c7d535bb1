package org.fpn4j.tracking.mlflow;

import java.util.Map;

/**
 * A value of a metric.
 *
 * @param key the metric's name
 * @param milliseconds since 1970
 */
record MetricPoint(String key, double value, long milliseconds, long step) {
    /**
     * As the API has it. What JSON has no number for is {@code "NaN"}, {@code "Infinity"} or {@code "-Infinity"}, as in the JSON of
     * protocol buffers, which the server reads.
     */
    Map<String, Object> json() {
        Object number = Double.isFinite(value) ? value : Double.toString(value);
        return Map.of("key", key, "value", number, "timestamp", milliseconds, "step", step);
    }
}
