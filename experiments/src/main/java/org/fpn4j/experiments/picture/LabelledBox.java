package org.fpn4j.experiments.picture;

import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;

/**
 * A box to draw.
 *
 * @param box in pixels of the image that it is drawn on
 * @param classIndex position in the painter's class names
 * @param score in [0, 1]; NaN for ground truth, which has none
 */
public record LabelledBox(Box box, int classIndex, double score) {
    public static LabelledBox groundTruth(Box box, int classIndex) {
        return new LabelledBox(box, classIndex, Double.NaN);
    }

    public static LabelledBox detection(Detection detection) {
        return new LabelledBox(detection.box(), detection.label(), detection.score());
    }

    public boolean isGroundTruth() {
        return Double.isNaN(score);
    }
}
