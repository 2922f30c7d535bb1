package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All that is known of what one image shows, in pixels of the network's input.
 *
 * @param objects what is to be found
 * @param ignored regions (crowds) in which nothing is a negative
 */
public record Scene(GroundTruth objects, List<Box> ignored) {
    public Scene {
        requireNonNull(objects, "objects is null");
        ignored = List.copyOf(ignored);
    }
}
