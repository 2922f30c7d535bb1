package org.fpn4j.heads.point;

import java.util.List;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.detection.Box;

/** The points of all levels in flat arrays, and boxes as distances from them. Immutable and thread-safe. */
public final class LevelPoints {
    private final float[] points; // x, y of cell after cell
    private final float[] unit; // pixels that a distance of 1 stands for

    /**
     * Lays out the points.
     *
     * @param grids finest level first
     * @param normalizeByStride whether distances are in strides of their level instead of pixels
     */
    public LevelPoints(List<LevelGrid> grids, boolean normalizeByStride) {
        LevelGrid last = grids.get(grids.size() - 1);
        int cells = last.first() + last.cells();
        points = new float[2 * cells];
        unit = new float[cells];
        int cell = 0;
        for (LevelGrid grid : grids) {
            for (int row = 0; row < grid.height(); row++) {
                for (int column = 0; column < grid.width(); column++) {
                    points[2 * cell] = grid.x(column);
                    points[2 * cell + 1] = grid.y(row);
                    unit[cell++] = normalizeByStride ? grid.stride() : 1;
                }
            }
        }
    }

    /** Number of points {@code L}. */
    public int size() {
        return unit.length;
    }

    /**
     * Writes a box as corners {@code -l, -t, r, b} around a point, in the unit of the predictions.
     *
     * @param boxes {@code [L, 4]}, of which the point's four numbers are written
     */
    public void encode(int cell, Box box, float[] boxes) {
        boxes[4 * cell] = (box.x1() - points[2 * cell]) / unit[cell];
        boxes[4 * cell + 1] = (box.y1() - points[2 * cell + 1]) / unit[cell];
        boxes[4 * cell + 2] = (box.x2() - points[2 * cell]) / unit[cell];
        boxes[4 * cell + 3] = (box.y2() - points[2 * cell + 1]) / unit[cell];
    }

    /** The way back: boxes in pixels of distances {@code l, t, r, b} from these points. */
    public Boxes.Distances boxes() {
        return new Boxes.Distances(points, unit);
    }
}
