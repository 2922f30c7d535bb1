package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All that is known of what one image shows, in pixels of the network's input.
 *
 * @param objects what is to be found
 * @param ignored regions (crowds) in which nothing is a negative
 * @param draw what is drawn at random for this image at this step is drawn by it: same number, same draw
 */
public record Scene(GroundTruth objects, List<Box> ignored, long draw) {
    public Scene {
        requireNonNull(objects, "objects is null");
        ignored = List.copyOf(ignored);
    }

    /** A scene for which nothing is drawn, or always the same. */
    public Scene(GroundTruth objects, List<Box> ignored) {
        this(objects, ignored, 0);
    }
}
