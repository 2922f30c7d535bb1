package org.fpn4j.evaluation.coco;

import org.fpn4j.data.dataset.ObjectKind;

/** How much of a detection and an object is common to both. */
public final class Overlap {
    private Overlap() {}

    /**
     * Intersection over union; over a crowd the intersection is divided by the detection's area alone. 0 where the two have no
     * area in common.
     */
    public static double iou(CocoDetection detection, CocoObject object) {
        double width = Math.min(detection.width() + detection.x(), object.width() + object.x())
                - Math.max(detection.x(), object.x());
        double height = Math.min(detection.height() + detection.y(), object.height() + object.y())
                - Math.max(detection.y(), object.y());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double intersection = width * height;
        double union = object.kind() == ObjectKind.CROWD
                ? detection.area()
                : detection.area() + object.width() * object.height() - intersection;
        return intersection / union;
    }
}
