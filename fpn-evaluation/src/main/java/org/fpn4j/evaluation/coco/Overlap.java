package org.fpn4j.evaluation.coco;

import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.mask.RunLengthMask;

/** By what of them a detection and an object are compared, which both must have. */
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
    },
    /** Their masks; those of different sizes have nothing in common. */
    MASKS {
        @Override
        public double iou(CocoDetection detection, CocoObject object) {
            return mask(detection).iou(object.mask().orElseThrow(), object.kind() == ObjectKind.CROWD);
        }

        @Override
        public double area(CocoDetection detection) {
            return mask(detection).area();
        }

        private RunLengthMask mask(CocoDetection detection) {
            return detection.mask().orElseThrow();
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
