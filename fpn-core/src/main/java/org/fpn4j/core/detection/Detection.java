package org.fpn4j.core.detection;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

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

    /** The same object in pixels of another image, such as that which the network's input was made of. */
    public Detection at(Box other) {
        return new Detection(label, score, other, mask);
    }
}
