package org.fpn4j.experiments.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.evaluation.metric.CocoFamily;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.run.RunDirectory.Result;

/** Reads {@code result.json} as a file that may be damaged. */
final class StoredResult {
    private final Metrics known = Metrics.found();

    private StoredResult() {}

    static Result read(Path file) {
        return new StoredResult().result(StoredJson.object(file));
    }

    private Result result(StoredJson json) {
        StoredJson metrics = json.object("metrics");
        // without these nobody can tell how good a run is
        Metrics.coco().in(Shown.TABLES).stream()
                .filter(metric -> !metrics.has(metric.name()))
                .forEach(metric -> number(metrics, metric.name()));
        Result result = new Result(
                numbers(metrics),
                perClass(json.object("perClass")),
                json.has("leftOut") ? leftOut(json.object("leftOut")) : new LeftOut(0, 0),
                json.has("warnings") ? json.texts("warnings") : List.of(),
                json.number("trainSeconds", 0, Double.MAX_VALUE),
                json.has("waitSeconds") ? json.number("waitSeconds", 0, Double.MAX_VALUE) : 0,
                json.integer("steps", 1, Long.MAX_VALUE),
                json.integer("params", 1, Long.MAX_VALUE),
                json.integer("macs", 1, Long.MAX_VALUE),
                json.text("weightsSha256"),
                json.has("detectionsSha256") ? json.text("detectionsSha256") : "");
        json.done();
        return result;
    }

    /** A value that its metric may have; of one that is not known here, any. */
    private double number(StoredJson json, String metric) {
        return json.number(metric, -1, known.named(metric).map(Metric::largest).orElse(Double.MAX_VALUE));
    }

    private Map<String, Double> numbers(StoredJson json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        json.fields().forEach(metric -> numbers.put(metric, number(json, metric)));
        return Collections.unmodifiableMap(numbers);
    }

    /** Files of runs that know AP of a class alone have a number in the place of all. */
    private Map<String, Map<String, Double>> perClass(StoredJson json) {
        List<Metric> needed = Metrics.coco().ofClasses();
        Map<String, Map<String, Double>> perClass = new LinkedHashMap<>();
        for (String name : json.fields()) {
            if (json.isNumber(name)) {
                Map<String, Double> scores = new LinkedHashMap<>();
                needed.forEach(metric -> scores.put(metric.name(), -1.0));
                scores.put(CocoFamily.AP.name(), json.number(name, -1, 1));
                perClass.put(name, scores);
            } else {
                StoredJson scores = json.object(name);
                needed.stream()
                        .filter(metric -> !scores.has(metric.name()))
                        .forEach(metric -> number(scores, metric.name()));
                perClass.put(name, numbers(scores));
            }
        }
        return Collections.unmodifiableMap(perClass);
    }

    private static LeftOut leftOut(StoredJson json) {
        return new LeftOut((int) json.integer("images", 0, Integer.MAX_VALUE), (int)
                json.integer("categories", 0, Integer.MAX_VALUE));
    }
}
