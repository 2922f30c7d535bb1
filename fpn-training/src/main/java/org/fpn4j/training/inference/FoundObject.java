package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.Box;

/**
 * An object that a detector found.
 *
 * @param name of its class
 * @param score in [0, 1]
 * @param box in pixels of the picture
 */
public record FoundObject(String name, double score, Box box) {
    public FoundObject {
        requireNonNull(name, "name is null");
        requireNonNull(box, "box is null");
    }
}
