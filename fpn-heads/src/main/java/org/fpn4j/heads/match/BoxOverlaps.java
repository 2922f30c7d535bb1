package org.fpn4j.heads.match;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.box.Overlap;

/** Overlaps with boxes that lie anywhere: every one is looked at. */
record BoxOverlaps(float[] boxes, List<Box> all) implements Overlaps {
    @Override
    public int anchors() {
        return boxes.length / 4;
    }

    @Override
    public int objects() {
        return all.size();
    }

    @Override
    public void forEach(int object, Pairs pairs) {
        Box box = all.get(object);
        if (box.hasArea()) {
            for (int anchor = 0; anchor < anchors(); anchor++) {
                pairs.see(anchor, Overlap.iou(boxes, 4 * anchor, box));
            }
        }
    }
}
