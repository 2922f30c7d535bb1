package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.data.dataset.Annotation;

/**
 * The boxes of one image in pixels of the network's input.
 *
 * @param annotations what each object is in the data set; those of which nothing is to be seen are none
 * @param objects as many as annotations
 * @param ignored regions that are neither object nor background
 */
public record Outline(List<Annotation> annotations, GroundTruth objects, List<Box> ignored) {
    /** An image without boxes. */
    public static final Outline NOTHING = new Outline(List.of(), new GroundTruth(List.of(), List.of()), List.of());

    public Outline {
        annotations = List.copyOf(annotations);
        requireNonNull(objects, "objects is null");
        ignored = List.copyOf(ignored);
        if (annotations.size() != objects.size()) {
            throw new IllegalArgumentException(
                    "annotations[" + annotations.size() + "] and objects[" + objects.size() + "] differ");
        }
    }

    /** As heads see it. */
    public Scene scene() {
        return new Scene(objects, ignored);
    }
}
