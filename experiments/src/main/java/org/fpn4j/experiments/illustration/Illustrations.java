package org.fpn4j.experiments.illustration;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.experiments.picture.HeatMap;
import org.fpn4j.experiments.picture.JpegAllowance;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.Example;
import org.fpn4j.experiments.report.HeatMapRow;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.PictureGroup;
import org.fpn4j.experiments.report.Pictures;
import org.fpn4j.training.inference.LevelMaps;

/** Validation images with what variants found on them, and heat maps of their levels. */
public final class Illustrations {
    private static final int MOST_VARIANTS = 6;
    private static final int FIRST_IMAGES = 2;
    private static final int WORST_IMAGES = 3;
    private static final int PICTURE_BYTES = 1_000_000; // all together; a third more as text
    private static final int HEAT_MAP_BYTES = 250_000;
    private static final int HEAT_MAP_SIDE = 240;
    private static final int LEVELS = 10; // of backbone and pyramid, at most as a rule

    private final List<JudgedVariant> variants;
    private final Optional<JudgedVariant> baseline;
    private final Map<Long, ImageEntry> images = new LinkedHashMap<>();
    private final Dataset validation;

    /** Some images, each with the variants that it is shown of. */
    private record Choice(String title, String explanation, Map<Long, List<JudgedVariant>> images) {
        int pictures() {
            return images.values().stream().mapToInt(List::size).sum();
        }
    }

    /**
     * Prepares.
     *
     * @param judged variants with what they found
     * @param baseline label of the one that others are compared with
     */
    Illustrations(List<JudgedVariant> judged, Optional<String> baseline, Dataset validation) {
        this.variants = judged.stream().limit(MOST_VARIANTS).toList();
        this.baseline = judged.stream()
                .filter(variant -> baseline.filter(variant.label()::equals).isPresent())
                .findFirst();
        this.validation = validation;
        validation.images().forEach(image -> images.put(image.id(), image));
    }

    /**
     * Draws.
     *
     * @param runs whose levels are shown
     */
    Pictures pictures(List<TrainedRun> runs) {
        List<Choice> choices = choices();
        int count = choices.stream().mapToInt(Choice::pictures).sum();
        Boxes boxes = new Boxes(validation, JpegAllowance.of(PICTURE_BYTES, count));
        List<PictureGroup> groups =
                choices.stream().map(choice -> group(choice, boxes)).toList();
        return new Pictures(groups, heatMaps(runs));
    }

    private List<Choice> choices() {
        ImageChoice choice = new ImageChoice(List.copyOf(images.keySet()));
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(
                "Hardest images",
                variants.size() == 1
                        ? "Those with the least F1."
                        : "Those with the least F1, on average over all variants and seeds.",
                ofAll(choice.worst(variants, WORST_IMAGES))));
        baseline.ifPresent(base -> variants.stream()
                .filter(variant -> !variant.equals(base))
                .forEach(variant -> choices.add(mostDifferent(choice, variant, base))));
        choices.add(new Choice(
                "First images",
                "Not chosen: the first of the validation set.",
                ofAll(images.keySet().stream().limit(FIRST_IMAGES).toList())));
        choices.removeIf(each -> each.pictures() == 0);
        return choices;
    }

    private static Choice mostDifferent(ImageChoice choice, JudgedVariant variant, JudgedVariant base) {
        Map<Long, List<JudgedVariant>> pairs = new LinkedHashMap<>();
        choice.mostDifferent(variant, base).forEach(image -> pairs.put(image, List.of(base, variant)));
        return new Choice(
                "Where " + variant.label() + " and " + base.label() + " differ most",
                "The image on which " + variant.label()
                        + " is furthest ahead by F1, on average over seeds, and the one on"
                        + " which it is furthest behind, where there are such.",
                pairs);
    }

    private Map<Long, List<JudgedVariant>> ofAll(List<Long> chosen) {
        Map<Long, List<JudgedVariant>> all = new LinkedHashMap<>();
        chosen.forEach(image -> all.put(image, variants));
        return all;
    }

    private PictureGroup group(Choice choice, Boxes boxes) {
        List<Example> examples = new ArrayList<>();
        choice.images().forEach((id, shownOf) -> {
            ImageEntry image = images.get(id);
            List<NamedPicture> pictures =
                    shownOf.stream().map(variant -> boxes.of(variant, image)).toList();
            examples.add(new Example(image.fileName(), pictures));
        });
        return new PictureGroup(choice.title(), choice.explanation(), examples);
    }

    private List<HeatMapRow> heatMaps(List<TrainedRun> runs) {
        if (images.isEmpty()) {
            return List.of();
        }
        List<TrainedRun> shown = runs.stream().limit(MOST_VARIANTS).toList();
        JpegAllowance allowance = JpegAllowance.of(HEAT_MAP_BYTES, LEVELS * shown.size());
        ImageEntry image = images.values().iterator().next();
        List<HeatMapRow> rows = new ArrayList<>();
        for (TrainedRun run : shown) {
            try (LevelMaps levels = run.levelMaps()) {
                BufferedImage picture = Resizing.shrink(Images.of(image.source().read()), HEAT_MAP_SIDE);
                List<NamedPicture> maps = new ArrayList<>();
                draw(levels, image, picture)
                        .forEach((name, drawn) -> maps.add(new NamedPicture(
                                name,
                                "how strongly " + name + " of " + run.label() + " responds, over " + image.fileName(),
                                allowance.encode(drawn))));
                rows.add(new HeatMapRow(run.label() + ", " + image.fileName(), maps));
            }
        }
        return rows;
    }

    /** The channel means of every level of backbone and pyramid over a picture, by tensor name. */
    public static Map<String, BufferedImage> draw(LevelMaps maps, ImageEntry image, BufferedImage picture) {
        Map<String, BufferedImage> drawn = new LinkedHashMap<>();
        maps.of(image)
                .levels()
                .forEach((name, map) -> drawn.put(
                        name, HeatMap.of(map.means(), map.height(), map.width()).over(picture)));
        return drawn;
    }
}
