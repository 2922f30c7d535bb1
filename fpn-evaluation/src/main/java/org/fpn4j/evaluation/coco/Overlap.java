package org.fpn4j.evaluation.coco;

import org.fpn4j.data.dataset.ObjectKind;

/** By what of them a detection and an object are compared. */
public enum Overlap {
    /** Their boxes. */
    BOXES {
        @Override
        public double iou(CocoDetection detection, CocoObject object) {
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

        @Override
        public double area(CocoDetection detection) {
            return detection.area();
        }
    };

    /**
     * Intersection over union; over a crowd the intersection is divided by the detection's area alone. 0 where the two have no
     * area in common.
     */
    public abstract double iou(CocoDetection detection, CocoObject object);

    /** Square pixels of a detection. */
    public abstract double area(CocoDetection detection);
}
