package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One detected object.
 *
 * @param label class index in [0, classes)
 * @param score in [0, 1]
 * @param box in pixels of the image it was found in
 * @param mask where it is within the box; empty where the head predicts boxes alone
 */
public record Detection(int label, float score, Box box, Optional<BoxMask> mask) {
    public Detection {
        requireNonNull(mask, "mask is null");
    }

    /** One without mask. */
    public Detection(int label, float score, Box box) {
        this(label, score, box, Optional.empty());
    }

    /**
     * The same object in another image, such as that which the network's input was made of.
     *
     * @param place of any box there, which may reach beyond the image
     * @param width of the image, to which the object's box is clipped
     * @param height of the image
     */
    public Detection in(UnaryOperator<Box> place, int width, int height) {
        return new Detection(
                label,
                score,
                place.apply(box).clip(width, height),
                mask.map(grid -> grid.over(place.apply(grid.box()))));
    }
}
