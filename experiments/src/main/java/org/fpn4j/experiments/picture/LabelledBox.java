package org.fpn4j.experiments.picture;

import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;

/**
 * A box to draw.
 *
 * @param box in pixels of the image that it is drawn on
 * @param classIndex position in the painter's class names
 * @param score in [0, 1]; NaN for ground truth, which has none
 * @param labelled whether its class is written beside it
 */
public record LabelledBox(Box box, int classIndex, double score, boolean labelled) {
    /** A box with its label. */
    public LabelledBox(Box box, int classIndex, double score) {
        this(box, classIndex, score, true);
    }

    public static LabelledBox groundTruth(Box box, int classIndex) {
        return new LabelledBox(box, classIndex, Double.NaN);
    }

    public static LabelledBox detection(Detection detection) {
        return new LabelledBox(detection.box(), detection.label(), detection.score());
    }

    /** The same without its label, where another box tells the class. */
    public LabelledBox unlabelled() {
        return new LabelledBox(box, classIndex, score, false);
    }

    public boolean isGroundTruth() {
        return Double.isNaN(score);
    }
}
