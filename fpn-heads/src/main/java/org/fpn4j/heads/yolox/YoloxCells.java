package org.fpn4j.heads.yolox;

import java.util.List;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/**
 * The cells of a pyramid: boxes are predicted from their top left corner in units of their stride, objects are assigned by
 * their middle.
 *
 * @param x of each cell's corner, in pixels
 * @param y of each cell's corner, in pixels
 * @param strides of each cell, in pixels
 * @param ends index after each level's last cell, finest level first
 */
public record YoloxCells(float[] x, float[] y, float[] strides, int[] ends) {
    /**
     * The logarithm of the largest side in strides: beyond it areas would be no numbers. YOLOX has no limit.
     */
    private static final double LARGEST = 30;

    /** How predictions become corners around a cell of one stride. */
    public static final Operation.DecodeDeltas CODER = new Operation.DecodeDeltas(1, 1, LARGEST);

    /** The cells of these levels. */
    public static YoloxCells of(PyramidSpec pyramid, HeadInputs inputs) {
        List<LevelGrid> grids = new PointConfig(0, OffsetRounding.NONE, GridStride.FIXED).grids(pyramid, inputs);
        LevelGrid last = grids.get(grids.size() - 1);
        int cells = last.first() + last.cells();
        YoloxCells made = new YoloxCells(new float[cells], new float[cells], new float[cells], new int[grids.size()]);
        for (int level = 0; level < grids.size(); level++) {
            LevelGrid grid = grids.get(level);
            for (int i = 0; i < grid.cells(); i++) {
                made.x[grid.first() + i] = grid.x(i % grid.width());
                made.y[grid.first() + i] = grid.y(i / grid.width());
                made.strides[grid.first() + i] = grid.stride();
            }
            made.ends[level] = grid.first() + grid.cells();
        }
        return made;
    }

    /** Number of cells {@code L}. */
    public int count() {
        return strides.length;
    }

    /** Corners {@code [L, 4]} of a box of one stride around each cell's corner, which {@link #CODER} moves and grows. */
    public float[] anchors() {
        float[] anchors = new float[4 * count()];
        for (int cell = 0; cell < count(); cell++) {
            float half = strides[cell] / 2;
            anchors[4 * cell] = x[cell] - half;
            anchors[4 * cell + 1] = y[cell] - half;
            anchors[4 * cell + 2] = x[cell] + half;
            anchors[4 * cell + 3] = y[cell] + half;
        }
        return anchors;
    }

    /** How the head's raw boxes become corners: {@code (xy + cell) * stride} and {@code exp(wh) * stride}. */
    public Boxes boxes() {
        return new Boxes.Deltas(anchors(), CODER.centerWeight(), CODER.sizeWeight(), CODER.clamp());
    }

    /** Whether the middle of a cell lies in a box, borders excluded. */
    boolean isIn(int cell, Box box) {
        float middleX = middleX(cell);
        float middleY = middleY(cell);
        return middleX > box.x1() && middleX < box.x2() && middleY > box.y1() && middleY < box.y2();
    }

    /** Whether the middle of a cell lies less than so many of its strides away from the middle of a box, on both axes. */
    boolean isAround(int cell, Box box, double radius) {
        double reach = radius * strides[cell];
        return Math.abs((double) middleX(cell) - box.centerX()) < reach
                && Math.abs((double) middleY(cell) - box.centerY()) < reach;
    }

    private float middleX(int cell) {
        return x[cell] + 0.5f * strides[cell];
    }

    private float middleY(int cell) {
        return y[cell] + 0.5f * strides[cell];
    }
}
