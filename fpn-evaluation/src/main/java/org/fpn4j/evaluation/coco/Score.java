package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics, and what has to be known to read them.
 *
 * @param warnings sentences
 */
public record Score(CocoMetrics metrics, LeftOut leftOut, List<String> warnings) {
    public Score {
        requireNonNull(metrics, "metrics is null");
        requireNonNull(leftOut, "leftOut is null");
        warnings = List.copyOf(warnings);
    }

    /** The metrics as they are written, then {@code left_out} and {@code warnings}: the shape of commands' JSON. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(metrics.json());
        json.put("left_out", leftOut.json());
        json.put("warnings", warnings);
        return Collections.unmodifiableMap(json);
    }
}
