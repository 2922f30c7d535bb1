package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All that is known of what one image shows, in pixels of the network's input.
 *
 * @param objects what is to be found
 * @param ignored regions (crowds) in which nothing is a negative
 * @param draw what is drawn at random for this image at this step is drawn by it: same number, same draw
 * @param weights of the objects' classes
 */
public record Scene(GroundTruth objects, List<Box> ignored, long draw, ClassWeights weights) {
    public Scene {
        requireNonNull(objects, "objects is null");
        ignored = List.copyOf(ignored);
        requireNonNull(weights, "weights is null");
    }

    /** A scene whose classes count the same. */
    public Scene(GroundTruth objects, List<Box> ignored, long draw) {
        this(objects, ignored, draw, ClassWeights.EQUAL);
    }

    /** The same for which nothing is drawn, or always the same. */
    public Scene(GroundTruth objects, List<Box> ignored) {
        this(objects, ignored, 0);
    }

    /** The same with other {@code weights}. */
    public Scene withWeights(ClassWeights weights) {
        return new Scene(objects, ignored, draw, weights);
    }

    /** How much one of the objects counts in the loss of classification. */
    public float weight(int object) {
        return weights.of(objects.labels().get(object));
    }
}
