package org.fpn4j.heads.match;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.anchor.AnchorGrid.Extent;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.point.LevelGrid;

/**
 * Every anchor takes the object that it overlaps most, the first of equals: positive from {@code foreground} on,
 * background below {@code background}, ignored between them. With low-quality matches the anchors that an object
 * overlaps most, all of them where they are equal, are positive whatever the overlap; such an anchor still takes the
 * object that itself overlaps most (arXiv:1506.01497v3, section 3.1.2).
 *
 * <p>Differs from torchvision and detectron2: an object that no anchor touches matches nothing, where those make every
 * untouched anchor positive. Differs from mmdetection: a low-quality match never takes an anchor away from the object
 * that it overlaps more.
 *
 * @param foreground smallest overlap of a positive
 * @param background overlap below which an anchor is background
 * @param lowQualityMatches whether each object keeps its best anchors
 */
@JsonTypeName("iou")
@AutoService(MatcherConfig.class)
public record IouMatcher(
        @Range(min = 0, max = 1) double foreground,
        @Range(min = 0, max = 1) double background,
        boolean lowQualityMatches)
        implements MatcherConfig {
    /** RetinaNet's thresholds. */
    public IouMatcher() {
        this(0.5, 0.4, true);
    }

    public IouMatcher {
        FieldChecks.of(IouMatcher.class)
                .bounds("foreground", foreground)
                .bounds("background", background)
                .require(
                        background <= foreground,
                        "background",
                        background,
                        "must not be above foreground[" + foreground + "]")
                .done();
    }

    @Override
    public int[] match(AnchorGrid anchors, List<Box> objects) {
        Search search = new Search(anchors);
        float[] highest = new float[objects.size()];
        for (int object = 0; object < highest.length; object++) {
            if (objects.get(object).hasArea()) {
                highest[object] = search.compare(object, objects.get(object));
            }
        }
        int[] matches = new int[anchors.size()];
        for (int anchor = 0; anchor < matches.length; anchor++) {
            matches[anchor] = verdict(search, anchor);
        }
        if (lowQualityMatches) {
            for (int object = 0; object < highest.length; object++) {
                if (highest[object] > 0) {
                    search.restore(objects.get(object), highest[object], matches);
                }
            }
        }
        return matches;
    }

    private int verdict(Search search, int anchor) {
        float overlap = search.bestOverlap[anchor];
        if (overlap < (float) background) {
            return BACKGROUND;
        }
        if (overlap < (float) foreground) {
            return IGNORED;
        }
        return search.bestObject[anchor];
    }

    /* Only the cells whose anchors can touch an object are looked at: a level's anchors reach a known distance from
     * their points, so these are a window of rows and columns. Everything else overlaps by 0. */
    private static final class Search {
        private final AnchorGrid anchors;
        private final float[] bestOverlap;
        private final int[] bestObject;

        Search(AnchorGrid anchors) {
            this.anchors = anchors;
            this.bestOverlap = new float[anchors.size()];
            this.bestObject = new int[anchors.size()];
            Arrays.fill(bestObject, BACKGROUND);
        }

        /** Notes the object where it is an anchor's best; returns its highest overlap. */
        float compare(int object, Box box) {
            float highest = 0;
            for (int level = 0; level < anchors.levels().size(); level++) {
                LevelGrid grid = anchors.levels().get(level);
                Extent extent = anchors.extent(level);
                int lastRow = grid.lastRow(box.y2() - extent.top());
                for (int row = grid.firstRow(box.y1() - extent.bottom()); row <= lastRow; row++) {
                    int end = end(grid, box, extent, row);
                    for (int anchor = begin(grid, box, extent, row); anchor < end; anchor++) {
                        float overlap = Overlap.iou(anchors.boxes(), 4 * anchor, box);
                        if (overlap > bestOverlap[anchor]) {
                            bestOverlap[anchor] = overlap;
                            bestObject[anchor] = object;
                        }
                        highest = Math.max(highest, overlap);
                    }
                }
            }
            return highest;
        }

        /** Makes the anchors that have an object's highest overlap positive. */
        void restore(Box box, float highest, int[] matches) {
            for (int level = 0; level < anchors.levels().size(); level++) {
                LevelGrid grid = anchors.levels().get(level);
                Extent extent = anchors.extent(level);
                int lastRow = grid.lastRow(box.y2() - extent.top());
                for (int row = grid.firstRow(box.y1() - extent.bottom()); row <= lastRow; row++) {
                    int end = end(grid, box, extent, row);
                    for (int anchor = begin(grid, box, extent, row); anchor < end; anchor++) {
                        if (Overlap.iou(anchors.boxes(), 4 * anchor, box) == highest) {
                            matches[anchor] = bestObject[anchor];
                        }
                    }
                }
            }
        }

        private int begin(LevelGrid grid, Box box, Extent extent, int row) {
            int column = grid.firstColumn(box.x1() - extent.right());
            return anchors.perCell() * (grid.first() + row * grid.width() + column);
        }

        private int end(LevelGrid grid, Box box, Extent extent, int row) {
            int column = grid.lastColumn(box.x2() - extent.left());
            return anchors.perCell() * (grid.first() + row * grid.width() + column + 1);
        }
    }
}
