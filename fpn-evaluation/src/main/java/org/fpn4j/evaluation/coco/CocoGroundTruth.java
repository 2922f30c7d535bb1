package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.RunLengthMask;

/**
 * What detections are scored against.
 *
 * @param categories names by id
 * @param imageIds the images that count, with or without objects
 * @param objects in the order of the file; those of other images or categories do not count
 * @param images by what files call them
 * @param spacings of pixels by image, where they are known
 * @param masked whether masks were read, so that every object has one
 */
public record CocoGroundTruth(
        SortedMap<Long, String> categories,
        SortedSet<Long> imageIds,
        List<CocoObject> objects,
        ImageTable images,
        Map<Long, PixelSpacing> spacings,
        boolean masked) {
    private static final RunLengthMask NOTHING = RunLengthMask.empty(1, 1);

    /** Images that have numbers alone. */
    public CocoGroundTruth(SortedMap<Long, String> categories, SortedSet<Long> imageIds, List<CocoObject> objects) {
        this(
                categories,
                imageIds,
                objects,
                ImageTable.of(imageIds, Map.of()),
                Map.of(),
                objects.stream().anyMatch(object -> object.mask().isPresent()));
    }

    public CocoGroundTruth {
        categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
        imageIds = Collections.unmodifiableSortedSet(new TreeSet<>(imageIds));
        objects = List.copyOf(objects);
        requireNonNull(images, "images is null");
        spacings = Map.copyOf(spacings);
        if (masked && objects.stream().anyMatch(object -> object.mask().isEmpty())) {
            throw new IllegalArgumentException("some objects have masks and others have none");
        }
    }

    /** The same images with other categories and objects. */
    public CocoGroundTruth with(SortedMap<Long, String> otherCategories, List<CocoObject> otherObjects) {
        return new CocoGroundTruth(otherCategories, imageIds, otherObjects, images, spacings, masked);
    }

    /** Detections with masks: one that has none gets what its box encloses, as far as its image's size is known. */
    public List<CocoDetection> masked(List<CocoDetection> detections) {
        return detections.stream()
                .map(detection -> detection.mask().isPresent()
                        ? detection
                        : detection.with(images.size(detection.imageId())
                                .map(size -> BoxOutline.of(detection).mask(size.height(), size.width()))
                                .orElse(NOTHING)))
                .toList();
    }

    /** The same with measured pixels. */
    public CocoGroundTruth with(Map<Long, PixelSpacing> measured) {
        return new CocoGroundTruth(categories, imageIds, objects, images, measured, masked);
    }

    /**
     * The reference of a data set: boxes as the annotations have them, images that were left out included, so that what
     * they show counts as missed. Objects are numbered from 1, whatever ids the annotations have. Where masks were read, an object
     * without a usable one has an empty mask.
     */
    public static CocoGroundTruth of(Dataset dataset) {
        TreeMap<Long, String> categories = new TreeMap<>();
        for (Category category : dataset.categories()) {
            categories.put(category.id(), category.name());
        }
        TreeSet<Long> imageIds = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        boolean masked = dataset.reference().images().stream()
                .flatMap(image -> image.entries().stream())
                .anyMatch(entry -> entry.mask().isPresent());
        for (Reference.Image image : dataset.reference().images()) {
            imageIds.add(image.id());
            for (Reference.Entry entry : image.entries()) {
                CocoObject object = new CocoObject(
                        objects.size() + 1L,
                        image.id(),
                        dataset.categories().get(entry.categoryIndex()).id(),
                        entry.x(),
                        entry.y(),
                        entry.width(),
                        entry.height(),
                        entry.area(),
                        entry.kind());
                objects.add(
                        masked ? object.with(entry.mask().map(ImageMask::runs).orElse(NOTHING)) : object);
            }
        }
        Map<Long, PictureSize> sizes = new HashMap<>();
        dataset.images().forEach(image -> sizes.put(image.id(), new PictureSize(image.width(), image.height())));
        return new CocoGroundTruth(
                categories,
                imageIds,
                objects,
                ImageTable.of(imageIds, sizes),
                dataset.reference().spacings(),
                masked);
    }
}
