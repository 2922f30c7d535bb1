package org.fpn4j.core.decoding;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.Detection;

/**
 * A detection with the cell that it came from.
 *
 * @param cell in the order of the predictions; {@link Decoding#level} says of which level
 */
public record Located(Detection detection, int cell) {
    public Located {
        requireNonNull(detection, "detection is null");
    }
}
