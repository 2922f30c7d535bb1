package org.fpn4j.experiments.picture;

import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.ObjectMask;

/**
 * A box to draw.
 *
 * @param box in pixels of the image that it is drawn on
 * @param classIndex position in the painter's class names
 * @param score in [0, 1]; NaN for ground truth, which has none
 * @param labelled whether its class is written beside it
 * @param mask which pixels of the image the object covers, where that is known
 */
public record LabelledBox(Box box, int classIndex, double score, boolean labelled, Optional<ObjectMask> mask) {
    /** A box with its label. */
    public LabelledBox(Box box, int classIndex, double score) {
        this(box, classIndex, score, true, Optional.empty());
    }

    public static LabelledBox groundTruth(Box box, int classIndex) {
        return new LabelledBox(box, classIndex, Double.NaN);
    }

    public static LabelledBox detection(Detection detection) {
        return new LabelledBox(detection.box(), detection.label(), detection.score());
    }

    /** The same without its label, where another box tells the class. */
    public LabelledBox unlabelled() {
        return new LabelledBox(box, classIndex, score, false, mask);
    }

    /** The same with what is known of its pixels. */
    public LabelledBox withMask(Optional<ObjectMask> pixels) {
        return new LabelledBox(box, classIndex, score, labelled, pixels);
    }

    public boolean isGroundTruth() {
        return Double.isNaN(score);
    }
}
