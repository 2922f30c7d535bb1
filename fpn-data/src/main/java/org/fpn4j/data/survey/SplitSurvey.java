package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.transform.Outline;

/**
 * What is in one split, as training and scoring see it.
 *
 * @param pictures of every image, by image id
 * @param objects that are to be found, in the order of images and annotations
 */
public record SplitSurvey(
        Split split, Dataset dataset, Map<Long, PictureFacts> pictures, List<SurveyedObject> objects) {
    public SplitSurvey {
        requireNonNull(split, "split is null");
        requireNonNull(dataset, "dataset is null");
        pictures = Map.copyOf(pictures);
        objects = List.copyOf(objects);
    }

    /**
     * Looks at every object of a split.
     *
     * @param seen what the network sees of an image's objects, without augmentation
     */
    public static SplitSurvey of(Split split, ReadPictures read, Function<ImageEntry, Outline> seen) {
        Dataset dataset = read.dataset();
        Map<Long, PixelSpacing> spacings = dataset.reference().spacings();
        List<SurveyedObject> objects = dataset.images().parallelStream()
                .flatMap(image -> objects(image, seen.apply(image), Optional.ofNullable(spacings.get(image.id()))))
                .toList();
        return new SplitSurvey(split, dataset, read.facts(), objects);
    }

    /** An outline has annotations in their order, those of which nothing is left passed over. */
    private static Stream<SurveyedObject> objects(ImageEntry image, Outline outline, Optional<PixelSpacing> spacing) {
        List<SurveyedObject> objects = new ArrayList<>();
        int next = 0;
        for (Annotation annotation : image.annotations()) {
            if (annotation.kind() == ObjectKind.OBJECT) {
                Optional<Box> onInput = Optional.empty();
                if (next < outline.annotations().size()
                        && outline.annotations().get(next).equals(annotation)) {
                    onInput = Optional.of(outline.objects().boxes().get(next));
                    next++;
                }
                objects.add(new SurveyedObject(image, annotation, spacing, onInput));
            }
        }
        return objects.stream();
    }

    /** As configs spell it. */
    public String name() {
        return split.key();
    }

    /** Images without any annotation. */
    public List<ImageEntry> negatives() {
        return dataset.images().stream()
                .filter(image -> image.annotations().isEmpty())
                .toList();
    }

    /** One group for each class, also for those without objects. */
    public List<ObjectGroup> classes() {
        Map<Integer, List<SurveyedObject>> byLabel =
                objects.stream().collect(Collectors.groupingBy(SurveyedObject::label));
        Map<ObjectKind, Map<Integer, Long>> kinds = dataset.images().stream()
                .flatMap(image -> image.annotations().stream())
                .collect(Collectors.groupingBy(
                        Annotation::kind, Collectors.groupingBy(Annotation::categoryIndex, Collectors.counting())));
        return IntStream.range(0, dataset.categories().size())
                .mapToObj(label -> new ObjectGroup(
                        dataset.categories().get(label).name(),
                        byLabel.getOrDefault(label, List.of()),
                        count(kinds, ObjectKind.CROWD, label),
                        count(kinds, ObjectKind.DIFFICULT, label)))
                .toList();
    }

    private static int count(Map<ObjectKind, Map<Integer, Long>> kinds, ObjectKind kind, int label) {
        return kinds.getOrDefault(kind, Map.of()).getOrDefault(label, 0L).intValue();
    }

    /** All classes together. */
    public ObjectGroup all() {
        return new ObjectGroup("all", objects, dataset.count(ObjectKind.CROWD), dataset.count(ObjectKind.DIFFICULT));
    }

    /** How many objects each image has that are to be found. */
    public List<Double> objectsPerImage() {
        return dataset.images().stream()
                .map(image -> (double) image.annotations().stream()
                        .filter(annotation -> annotation.kind() == ObjectKind.OBJECT)
                        .count())
                .toList();
    }

    /** Images of which nobody says how large a pixel is. */
    public int unmeasuredImages() {
        return (int) dataset.images().stream()
                .filter(image -> !dataset.reference().spacings().containsKey(image.id()))
                .count();
    }

    /** How many images have each value of something, the most frequent first, of equals by name. */
    public Map<String, Integer> images(Function<ImageEntry, Optional<String>> value) {
        Map<String, Integer> counts = new TreeMap<>();
        dataset.images().forEach(image -> value.apply(image).ifPresent(name -> counts.merge(name, 1, Integer::sum)));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }
}
