package org.fpn4j.experiments.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.evaluation.coco.ClassScore;
import org.fpn4j.evaluation.coco.LeftOut;
import org.fpn4j.experiments.run.RunDirectory.Result;

/** Reads {@code result.json} as a file that may be damaged. */
final class StoredResult {
    /** The scores without which nobody can tell how good a run is. */
    private static final List<String> NEEDED = List.of("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L");

    private StoredResult() {}

    static Result read(Path file) {
        StoredJson json = StoredJson.object(file);
        StoredJson metrics = json.object("metrics");
        NEEDED.stream().filter(name -> !metrics.has(name)).forEach(name -> metrics.number(name, -1, 1));
        Result result = new Result(
                metrics.allNumbers(-1, 1),
                perClass(json.object("perClass")),
                json.has("leftOut") ? leftOut(json.object("leftOut")) : new LeftOut(0, 0),
                json.has("warnings") ? json.texts("warnings") : List.of(),
                json.number("trainSeconds", 0, Double.MAX_VALUE),
                json.has("waitSeconds") ? json.number("waitSeconds", 0, Double.MAX_VALUE) : 0,
                json.integer("steps", 1, Long.MAX_VALUE),
                json.integer("params", 1, Long.MAX_VALUE),
                json.integer("macs", 1, Long.MAX_VALUE),
                json.text("weightsSha256"));
        json.done();
        return result;
    }

    /** Files of runs that know no AP50 of a class have a number in the place of the two. */
    private static Map<String, ClassScore> perClass(StoredJson json) {
        Map<String, ClassScore> perClass = new LinkedHashMap<>();
        for (String name : json.fields()) {
            if (json.isNumber(name)) {
                perClass.put(name, new ClassScore(json.number(name, -1, 1), -1));
            } else {
                StoredJson scores = json.object(name);
                perClass.put(name, new ClassScore(scores.number("AP", -1, 1), scores.number("AP50", -1, 1)));
            }
        }
        return Collections.unmodifiableMap(perClass);
    }

    private static LeftOut leftOut(StoredJson json) {
        return new LeftOut((int) json.integer("images", 0, Integer.MAX_VALUE), (int)
                json.integer("categories", 0, Integer.MAX_VALUE));
    }
}
