package org.fpn4j.evaluation.coco;

import java.util.List;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;

/** What the box of a detection encloses, which stands for its mask where it has none. */
final class BoxOutline {
    private BoxOutline() {}

    /** @throws org.fpn4j.data.mask.MalformedMaskException where the box reaches farther than outlines may */
    static Polygons of(CocoDetection box) {
        double right = box.x() + box.width();
        double bottom = box.y() + box.height();
        return new Polygons(
                List.of(new Polygon(new double[] {box.x(), box.y(), box.x(), bottom, right, bottom, right, box.y()})));
    }
}
