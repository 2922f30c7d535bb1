package org.fpn4j.experiments.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.survey.DatasetSurvey;
import org.fpn4j.data.survey.DuplicateGroup;
import org.fpn4j.data.survey.Evidence;
import org.fpn4j.data.survey.ObjectGroup;
import org.fpn4j.data.survey.PictureFacts;
import org.fpn4j.data.survey.Quantiles;
import org.fpn4j.data.survey.SizeBands;
import org.fpn4j.data.survey.SplitSurvey;
import org.fpn4j.data.survey.Suspicion;

/** A survey as JSON; null stands where there is nothing to measure. */
final class SurveyJson {
    private SurveyJson() {}

    static Map<String, Object> values(DatasetSurvey survey) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> splits = new LinkedHashMap<>();
        survey.splits().forEach(split -> splits.put(split.name(), split(split)));
        values.put("splits", splits);
        values.put(
                "suspicions",
                survey.suspicions().stream().map(SurveyJson::suspicion).toList());
        values.put(
                "duplicates",
                survey.duplicates().stream().map(SurveyJson::group).toList());
        return values;
    }

    private static Map<String, Object> split(SplitSurvey split) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("data", split.dataset().name());
        values.put("images", split.dataset().images().size());
        values.put("images_without_boxes", split.negatives().size());
        values.put("images_left_out", split.dataset().leftOutImages());
        values.put("images_without_spacing", split.unmeasuredImages());
        values.put("objects_per_image", named(SizeBands.OBJECTS, SizeBands.OBJECTS.counts(split.objectsPerImage())));
        values.put("all", group(split.all()));
        values.put("classes", split.classes().stream().map(SurveyJson::group).toList());
        values.put("sizes", counted(split, image -> image.width() + "x" + image.height()));
        values.put("formats", counted(split, image -> facts(split, image).format()));
        values.put(
                "channels",
                counted(split, image -> Integer.toString(facts(split, image).channels())));
        values.put(
                "values",
                counted(split, image -> facts(split, image).depth().name().toLowerCase(Locale.ROOT)));
        values.put("spacings", spacings(split));
        Map<String, Integer> problems = new LinkedHashMap<>();
        split.dataset()
                .report()
                .counts()
                .forEach((kind, count) -> problems.put(kind.name().toLowerCase(Locale.ROOT), count));
        values.put("problems", problems);
        return values;
    }

    private static PictureFacts facts(SplitSurvey split, ImageEntry image) {
        return split.pictures().get(image.id());
    }

    private static Map<String, Integer> counted(SplitSurvey split, Function<ImageEntry, String> value) {
        return split.images(image -> Optional.of(value.apply(image)));
    }

    private static Map<String, Integer> spacings(SplitSurvey split) {
        return split.images(image -> Optional.ofNullable(
                        split.dataset().reference().spacings().get(image.id()))
                .map(spacing -> spacing.x() + "x" + spacing.y()));
    }

    private static Map<String, Object> group(ObjectGroup group) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", group.name());
        values.put("objects", group.objects().size());
        values.put("images", group.images());
        values.put("crowds", group.crowds());
        values.put("difficult", group.difficult());
        values.put("sizes_px", named(SizeBands.COCO, group.inPixels()));
        Map<String, Integer> millimetres = named(SizeBands.MILLIMETRES, group.inMillimetres());
        millimetres.put("unknown", group.unmeasured());
        values.put("sizes_mm", millimetres);
        values.put("sizes_input", named(SizeBands.COCO, group.onInput()));
        values.put("longest_side_px", spread(group.longestSide()));
        values.put("longest_side_mm", spread(group.longestMillimetres()));
        values.put("side_input", spread(group.sideOnInput()));
        values.put("aspect", spread(group.aspect()));
        return values;
    }

    private static Map<String, Integer> named(SizeBands bands, List<Integer> counts) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < counts.size(); i++) {
            named.put(bands.names().get(i), counts.get(i));
        }
        return named;
    }

    /** Keys are {@code q0} to {@code q100}. */
    private static Map<String, Object> spread(Quantiles quantiles) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < Quantiles.SHARES.size(); i++) {
            values.put(
                    "q" + Math.round(100 * Quantiles.SHARES.get(i)),
                    quantiles.count() == 0 ? null : quantiles.values().get(i));
        }
        return values;
    }

    private static Map<String, Object> suspicion(Suspicion suspicion) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", suspicion.kind().name().toLowerCase(Locale.ROOT));
        values.put("where", suspicion.where());
        values.put("what", suspicion.what());
        values.put("hint", suspicion.hint());
        values.put("count", suspicion.count());
        values.put(
                "examples",
                suspicion.examples().stream().map(SurveyJson::evidence).toList());
        return values;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("file_name", evidence.fileName());
        values.put("class", evidence.category());
        values.put("bbox", List.of(evidence.x(), evidence.y(), evidence.width(), evidence.height()));
        return values;
    }

    private static Map<String, Object> group(DuplicateGroup group) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Map<String, Object>> images = new ArrayList<>();
        for (DuplicateGroup.Member member : group.members()) {
            Map<String, Object> image = new LinkedHashMap<>();
            image.put("split", member.split().key());
            image.put("file_name", member.image().fileName());
            image.put("image_id", member.image().id());
            images.add(image);
        }
        values.put("across_splits", group.isLeak());
        values.put("nearly", group.isNearly());
        values.put("bits", group.bits());
        values.put("correlation", group.correlation());
        values.put("images", images);
        return values;
    }
}
