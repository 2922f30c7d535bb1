package org.fpn4j.heads.match;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;

/** How well the anchors of a grid can fit objects, whoever gets them. */
public final class BestOverlaps {
    private BestOverlaps() {}

    /** The largest intersection over union that any anchor has with each object; 0 where none touches it. */
    public static float[] of(AnchorGrid anchors, List<Box> objects) {
        return of(new GridOverlaps(anchors, objects));
    }

    /** The same of overlaps with any anchors. */
    static float[] of(Overlaps overlaps) {
        float[] best = new float[overlaps.objects()];
        for (int i = 0; i < best.length; i++) {
            int object = i;
            overlaps.forEach(object, (anchor, overlap) -> best[object] = Math.max(best[object], overlap));
        }
        return best;
    }
}
