package org.fpn4j.heads.anchor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fpn4j.heads.point.LevelGrid;

/**
 * The anchors of all levels in the order of the predictions: finest level first, within a level row-major over y, x,
 * then the anchors of a cell. Immutable as long as nobody writes into {@link #boxes}.
 */
public final class AnchorGrid {
    /** Half a gigabyte of corners; 9 anchors a cell at 8192x8192 pixels from P3 on are 13 million. */
    private static final int MOST = 1 << 25;

    private final List<LevelGrid> levels;
    private final int perCell;
    private final float[] boxes;
    private final List<Extent> extents;

    /**
     * How far the anchors of one level reach from their point.
     *
     * @param left smallest x1, negative
     * @param top smallest y1, negative
     * @param right largest x2
     * @param bottom largest y2
     */
    public record Extent(float left, float top, float right, float bottom) {}

    /**
     * Lays out the anchors.
     *
     * @param levels grids, finest first
     * @param cellAnchors corners around a point of a level, the same number for all levels
     * @throws IllegalArgumentException where there are more than {@value #MOST}
     */
    public AnchorGrid(List<LevelGrid> levels, Function<LevelGrid, float[]> cellAnchors) {
        this.levels = List.copyOf(levels);
        this.perCell = cellAnchors.apply(levels.get(0)).length / 4;
        LevelGrid last = levels.get(levels.size() - 1);
        long count = (long) perCell * (last.first() + last.cells());
        if (count > MOST) {
            throw new IllegalArgumentException("it has " + count + " anchors; at most " + MOST + " are possible");
        }
        this.boxes = new float[(int) (4 * count)];
        List<Extent> found = new ArrayList<>();
        int next = 0;
        for (LevelGrid level : levels) {
            float[] corners = cellAnchors.apply(level);
            found.add(extent(corners));
            for (int row = 0; row < level.height(); row++) {
                for (int column = 0; column < level.width(); column++) {
                    for (int i = 0; i < corners.length; i += 2) {
                        boxes[next++] = level.x(column) + corners[i];
                        boxes[next++] = level.y(row) + corners[i + 1];
                    }
                }
            }
        }
        this.extents = List.copyOf(found);
    }

    private static Extent extent(float[] corners) {
        float left = Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        for (int i = 0; i < corners.length; i += 4) {
            left = Math.min(left, corners[i]);
            top = Math.min(top, corners[i + 1]);
            right = Math.max(right, corners[i + 2]);
            bottom = Math.max(bottom, corners[i + 3]);
        }
        return new Extent(left, top, right, bottom);
    }

    /** Grids of the cells, finest first. */
    public List<LevelGrid> levels() {
        return levels;
    }

    /** Anchors per cell. */
    public int perCell() {
        return perCell;
    }

    /** Number of anchors {@code L}. */
    public int size() {
        return boxes.length / 4;
    }

    /** Corners {@code x1, y1, x2, y2} of anchor after anchor: the grid's own array, to be read only. */
    public float[] boxes() {
        return boxes;
    }

    /** Index of a level's first anchor. */
    public int first(int level) {
        return perCell * levels.get(level).first();
    }

    /** How far the anchors of a level reach from their point. */
    public Extent extent(int level) {
        return extents.get(level);
    }

    /** Index after each level's last anchor. */
    public int[] ends() {
        return levels.stream()
                .mapToInt(level -> perCell * (level.first() + level.cells()))
                .toArray();
    }
}
