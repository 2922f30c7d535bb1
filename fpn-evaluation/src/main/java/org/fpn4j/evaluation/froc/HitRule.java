package org.fpn4j.evaluation.froc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.Overlap;

/** When a detection hits a lesion. */
public sealed interface HitRule {
    /** Whether it does. */
    boolean hits(CocoDetection detection, CocoObject lesion);

    /** The rule in files: {@code hit}, and what goes with it. */
    Map<String, Object> json();

    /**
     * By overlap.
     *
     * @param least IoU of a hit
     */
    record ByIou(double least) implements HitRule {
        public ByIou {
            if (!(least > 0 && least <= 1)) {
                throw new IllegalArgumentException("iou[" + least + "] must be above 0 and at most 1");
            }
        }

        @Override
        public boolean hits(CocoDetection detection, CocoObject lesion) {
            return Overlap.BOXES.iou(detection, lesion) >= least;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("hit", "iou");
            json.put("iou", least);
            return json;
        }
    }

    /** By the centre of the detection, which lies in the lesion's box or on its border. */
    record ByCentre() implements HitRule {
        @Override
        public boolean hits(CocoDetection detection, CocoObject lesion) {
            double x = detection.x() + detection.width() / 2;
            double y = detection.y() + detection.height() / 2;
            return x >= lesion.x()
                    && x <= lesion.x() + lesion.width()
                    && y >= lesion.y()
                    && y <= lesion.y() + lesion.height();
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("hit", "centre");
        }
    }
}
