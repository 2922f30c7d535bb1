package org.fpn4j.evaluation.metric;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of metrics, and what has to be known to read them.
 *
 * @param sections by the names of families that were asked for by name
 * @param warnings sentences
 */
public record Score(
        MetricValues values, Map<String, Map<String, Object>> sections, LeftOut leftOut, List<String> warnings) {
    /** One in which no family was asked for by name. */
    public Score(MetricValues values, LeftOut leftOut, List<String> warnings) {
        this(values, Map.of(), leftOut, warnings);
    }

    public Score {
        requireNonNull(values, "values is null");
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
        requireNonNull(leftOut, "leftOut is null");
        warnings = List.copyOf(warnings);
    }

    /**
     * The shape of commands' JSON: every metric by its name, the decisive one of each class in {@code per_class}, where others
     * than COCO's are read of classes all of each class in {@code classes}, then the sections, {@code left_out} and {@code warnings}.
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(values.all());
        json.put("per_class", values.byClass(Metrics.DECISIVE));
        if (hasClassMetricsBesideCocos()) {
            json.put("classes", values.ofClasses());
        }
        json.putAll(sections);
        json.put("left_out", leftOut.json());
        json.put("warnings", warnings);
        return Collections.unmodifiableMap(json);
    }

    private boolean hasClassMetricsBesideCocos() {
        Metrics coco = Metrics.coco();
        return values.ofClasses().values().stream()
                .flatMap(ofClass -> ofClass.keySet().stream())
                .anyMatch(name -> coco.named(name).isEmpty());
    }
}
