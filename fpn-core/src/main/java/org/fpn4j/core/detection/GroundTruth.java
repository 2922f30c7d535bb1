package org.fpn4j.core.detection;

import java.util.List;

/**
 * The objects of one image, in pixels of the network's input.
 *
 * @param boxes one per object
 * @param labels class indices in [0, classes), as many as boxes
 */
public record GroundTruth(List<Box> boxes, List<Integer> labels) {
    public GroundTruth {
        boxes = List.copyOf(boxes);
        labels = List.copyOf(labels);
        if (boxes.size() != labels.size()) {
            throw new IllegalArgumentException("boxes[" + boxes.size() + "] and labels[" + labels.size() + "] differ");
        }
    }

    /** Number of objects. */
    public int size() {
        return boxes.size();
    }
}
