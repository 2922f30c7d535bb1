package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.core.detection.Box;

/** A survey as JSON; null stands where there is nothing to measure. */
record LevelJson(LevelSurvey survey) {
    private static final String OBJECTS = "objects";

    Map<String, Object> values(List<String> classNames) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("input", List.of(survey.input().height(), survey.input().width()));
        values.put("levels", levels());
        values.put("all", row(survey.tally()));
        values.put("classes", rows(LevelGroup.classes(survey, classNames)));
        values.put("sizes_px", rows(LevelGroup.sizes(survey)));
        values.put("sizes_mm", rows(LevelGroup.millimetres(survey)));
        values.put("coco_sizes", rows(LevelGroup.cocoSizes(survey)));
        values.put(
                "unmatched",
                survey.unmatched().stream()
                        .map(object -> object(object, classNames))
                        .toList());
        return values;
    }

    private List<Map<String, Object>> levels() {
        List<Map<String, Object>> levels = new ArrayList<>();
        for (int i = 0; i < survey.cells().size(); i++) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("level", survey.pyramid().names().get(i));
            level.put("stride", survey.pyramid().levels().get(i).stride());
            level.put("cells", survey.cells().get(i));
            levels.add(level);
        }
        return levels;
    }

    private List<Map<String, Object>> rows(List<LevelGroup> groups) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (LevelGroup group : groups) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", group.name());
            row.putAll(row(group.tally()));
            rows.add(row);
        }
        return rows;
    }

    private Map<String, Object> row(LevelTally tally) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(OBJECTS, tally.objects());
        row.put("recall", orNull(tally.recall()));
        row.put("none", tally.unmatched());
        row.put("only_low_quality", survey.knowsQuality() ? tally.lowQuality() : null);
        row.put("ambiguous", survey.knowsAmbiguity() ? tally.ambiguous() : null);
        row.put("mean_positives", orNull(tally.meanPositives()));
        row.put("median_best_iou", orNull(tally.medianBestOverlap()));
        Map<String, Object> levels = new LinkedHashMap<>();
        for (int i = 0; i < tally.objectsAt().size(); i++) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put(OBJECTS, tally.objectsAt().get(i));
            level.put("share", orNull(tally.share(tally.objectsAt().get(i))));
            level.put("positives", tally.positivesAt().get(i));
            level.put("equation_1", tally.equationAt().get(i));
            levels.put(survey.pyramid().names().get(i), level);
        }
        row.put("levels", levels);
        return row;
    }

    private static Map<String, Object> object(PlacedObject object, List<String> classNames) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("file_name", object.image().fileName());
        values.put("image_id", object.image().id());
        values.put("annotation_id", object.annotation().id());
        values.put("class", classNames.get(object.label()));
        values.put("bbox", corner(object));
        values.put("side_px", object.side());
        values.put("side_mm", orNull(object.millimetres()));
        values.put("best_iou", orNull(object.fit().bestOverlap()));
        return values;
    }

    /** Left, top, width and height in the original picture, as COCO has it. */
    static List<Double> corner(PlacedObject object) {
        Box box = object.annotation().box();
        return List.of((double) box.x1(), (double) box.y1(), (double) box.width(), (double) box.height());
    }

    static Map<String, Object> of(Suggestion suggestion) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("what", suggestion.what());
        values.put("set", suggestion.sets());
        values.put("images", suggestion.images());
        values.put("recall_before", orNull(suggestion.before().recall()));
        values.put("recall_after", orNull(suggestion.after().recall()));
        values.put("well_matched_before", wellMatched(suggestion.before()));
        values.put("well_matched_after", wellMatched(suggestion.after()));
        values.put("macs_factor", suggestion.macs());
        values.put("sentence", suggestion.sentence());
        return values;
    }

    private static Double wellMatched(LevelTally tally) {
        return orNull(tally.share(tally.wellMatched()));
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
