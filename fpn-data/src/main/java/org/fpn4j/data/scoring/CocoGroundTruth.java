package org.fpn4j.data.scoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;

/**
 * What detections are scored against.
 *
 * @param categories names by id
 * @param imageIds the images that count, with or without objects
 * @param objects in the order of the file; those of other images or categories do not count
 */
public record CocoGroundTruth(SortedMap<Long, String> categories, SortedSet<Long> imageIds, List<CocoObject> objects) {
    public CocoGroundTruth {
        categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
        imageIds = Collections.unmodifiableSortedSet(new TreeSet<>(imageIds));
        objects = List.copyOf(objects);
    }

    /** The ground truth of a data set as it was read: boxes clipped to their images, faulty ones left out. */
    public static CocoGroundTruth of(Dataset dataset) {
        TreeMap<Long, String> categories = new TreeMap<>();
        for (Category category : dataset.categories()) {
            categories.put(category.id(), category.name());
        }
        TreeSet<Long> imageIds = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        for (ImageEntry image : dataset.images()) {
            imageIds.add(image.id());
            for (Annotation annotation : image.annotations()) {
                Box box = annotation.box();
                objects.add(new CocoObject(
                        annotation.id(),
                        image.id(),
                        dataset.categories().get(annotation.categoryIndex()).id(),
                        box.x1(),
                        box.y1(),
                        (double) box.x2() - box.x1(),
                        (double) box.y2() - box.y1(),
                        annotation.area(),
                        annotation.crowd()));
            }
        }
        return new CocoGroundTruth(categories, imageIds, objects);
    }
}
