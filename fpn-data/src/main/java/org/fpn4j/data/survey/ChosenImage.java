package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.ImageEntry;

/**
 * An image that shows something of its split.
 *
 * @param reasons what it shows, one or more
 */
public record ChosenImage(ImageEntry image, List<String> reasons) {
    public ChosenImage {
        requireNonNull(image, "image is null");
        reasons = List.copyOf(reasons);
    }

    /**
     * Some images of a split, always the same: with the smallest object, the largest, the most objects, none, and then for each
     * class that is not there yet, the rarest first, one with as many such classes as possible. Of equals the first. Where
     * these are few, images at even distances are added.
     *
     * @param few images that are wanted, where there are as many
     * @param most images
     */
    public static List<ChosenImage> of(SplitSurvey split, int few, int most) {
        Map<ImageEntry, List<String>> chosen = new LinkedHashMap<>();
        Comparator<SurveyedObject> bySide = Comparator.comparingDouble(SurveyedObject::longestSide);
        Function<SurveyedObject, String> size =
                object -> Math.round(object.annotation().box().width()) + " x "
                        + Math.round(object.annotation().box().height()) + " pixels";
        split.objects().stream()
                .min(bySide)
                .ifPresent(object -> add(chosen, object.image(), "the smallest object, " + size.apply(object)));
        split.objects().stream()
                .min(bySide.reversed())
                .ifPresent(object -> add(chosen, object.image(), "the largest object, " + size.apply(object)));
        Comparator<ImageEntry> byObjects =
                Comparator.comparingInt(image -> image.annotations().size());
        split.dataset().images().stream()
                .min(byObjects.reversed())
                .filter(image -> image.annotations().size() > 1)
                .ifPresent(image -> add(
                        chosen, image, "the most boxes, " + image.annotations().size()));
        split.negatives().stream().findFirst().ifPresent(image -> add(chosen, image, "no object"));
        addClasses(split, chosen, most);
        List<ImageEntry> all = split.dataset().images();
        for (int i = 0; i < few && chosen.size() < few; i++) {
            ImageEntry image = all.get((int) ((long) i * all.size() / few));
            if (!chosen.containsKey(image)) {
                add(chosen, image, "one of " + all.size());
            }
        }
        return chosen.entrySet().stream()
                .limit(most)
                .map(each -> new ChosenImage(each.getKey(), each.getValue()))
                .toList();
    }

    private static void add(Map<ImageEntry, List<String>> chosen, ImageEntry image, String reason) {
        chosen.computeIfAbsent(image, one -> new ArrayList<>()).add(reason);
    }

    private static void addClasses(SplitSurvey split, Map<ImageEntry, List<String>> chosen, int most) {
        List<ObjectGroup> classes = split.classes();
        Map<Long, Set<Integer>> labels = split.objects().stream()
                .collect(Collectors.groupingBy(
                        object -> object.image().id(), Collectors.mapping(SurveyedObject::label, Collectors.toSet())));
        Set<Integer> missing = IntStream.range(0, classes.size())
                .filter(label -> !classes.get(label).objects().isEmpty())
                .boxed()
                .sorted(Comparator.comparing(
                        label -> classes.get(label).objects().size()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        chosen.keySet().forEach(image -> missing.removeAll(labels.getOrDefault(image.id(), Set.of())));
        while (!missing.isEmpty() && chosen.size() < most) {
            int rarest = missing.iterator().next();
            ImageEntry best = split.dataset().images().stream()
                    .filter(image -> labels.getOrDefault(image.id(), Set.of()).contains(rarest))
                    .min(Comparator.comparingLong(image -> -labels.get(image.id()).stream()
                            .filter(missing::contains)
                            .count()))
                    .orElseThrow();
            List<String> shown = labels.get(best.id()).stream()
                    .filter(missing::contains)
                    .sorted()
                    .map(label -> classes.get(label).name())
                    .toList();
            add(chosen, best, String.join(", ", shown));
            missing.removeAll(labels.get(best.id()));
        }
    }
}
