package org.fpn4j.core.detection;

import java.util.List;

/**
 * The objects of one image, in pixels of the network's input.
 *
 * @param boxes one per object
 * @param labels class indices in [0, classes), as many as boxes
 * @param masks one per object and as large as the input, or none at all where the data's masks are not read
 */
public record GroundTruth(List<Box> boxes, List<Integer> labels, List<ObjectMask> masks) {
    public GroundTruth {
        boxes = List.copyOf(boxes);
        labels = List.copyOf(labels);
        masks = List.copyOf(masks);
        if (boxes.size() != labels.size()) {
            throw new IllegalArgumentException("boxes[" + boxes.size() + "] and labels[" + labels.size() + "] differ");
        }
        if (!masks.isEmpty() && masks.size() != boxes.size()) {
            throw new IllegalArgumentException("boxes[" + boxes.size() + "] and masks[" + masks.size() + "] differ");
        }
    }

    /** Objects of which the boxes alone are known. */
    public GroundTruth(List<Box> boxes, List<Integer> labels) {
        this(boxes, labels, List.of());
    }

    /** Number of objects. */
    public int size() {
        return boxes.size();
    }
}
