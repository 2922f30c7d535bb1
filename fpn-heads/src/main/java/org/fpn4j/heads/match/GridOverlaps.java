package org.fpn4j.heads.match;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.anchor.AnchorGrid.Extent;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.point.LevelGrid;

/**
 * Overlaps with the anchors of a grid. Only the cells whose anchors can touch an object are looked at: a level's anchors
 * reach a known distance from their points, so these are a window of rows and columns. Everything else overlaps by 0.
 */
record GridOverlaps(AnchorGrid grid, List<Box> all) implements Overlaps {
    @Override
    public int anchors() {
        return grid.size();
    }

    @Override
    public int objects() {
        return all.size();
    }

    @Override
    public void forEach(int object, Pairs pairs) {
        Box box = all.get(object);
        if (!box.hasArea()) {
            return;
        }
        for (int level = 0; level < grid.levels().size(); level++) {
            LevelGrid cells = grid.levels().get(level);
            Extent extent = grid.extent(level);
            int firstColumn = cells.firstColumn(box.x1() - extent.right());
            int lastColumn = cells.lastColumn(box.x2() - extent.left());
            int lastRow = cells.lastRow(box.y2() - extent.top());
            for (int row = cells.firstRow(box.y1() - extent.bottom()); row <= lastRow; row++) {
                int first = cells.first() + row * cells.width();
                int end = grid.perCell() * (first + lastColumn + 1);
                for (int anchor = grid.perCell() * (first + firstColumn); anchor < end; anchor++) {
                    pairs.see(anchor, Overlap.iou(grid.boxes(), 4 * anchor, box));
                }
            }
        }
    }
}
