package org.fpn4j.heads.fcos;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.point.LevelGrid;

/** The rules of {@link AssignmentConfig} on the points of a pyramid. Immutable and thread-safe. */
public final class FcosMatcher {
    /** A point without object. */
    public static final int BACKGROUND = -1;
    /** A point that no loss counts. */
    public static final int IGNORED = -2;

    private final AssignmentConfig config;
    private final PyramidSpec pyramid;
    private final List<LevelGrid> grids;
    private final int cells;

    /**
     * Prepares the rules.
     *
     * @param pyramid levels of the grids
     * @param grids points of each level, finest first
     */
    public FcosMatcher(AssignmentConfig config, PyramidSpec pyramid, List<LevelGrid> grids) {
        this.config = config;
        this.pyramid = pyramid;
        this.grids = List.copyOf(grids);
        LevelGrid last = grids.get(grids.size() - 1);
        this.cells = last.first() + last.cells();
    }

    /** Number of points {@code L}. */
    public int cells() {
        return cells;
    }

    /**
     * The index of each point's object, {@link #BACKGROUND} or {@link #IGNORED}.
     *
     * @param objects boxes in pixels
     * @param ignored regions in which points without object are no negatives
     */
    public int[] match(List<Box> objects, List<Box> ignored) {
        int[] matches = new int[cells];
        Arrays.fill(matches, BACKGROUND);
        float[] smallest = new float[cells];
        Arrays.fill(smallest, Float.POSITIVE_INFINITY);
        forEachClaim(objects, (object, level, cell) -> {
            float area = objects.get(object).area();
            if (area < smallest[cell]) {
                smallest[cell] = area;
                matches[cell] = object;
            }
        });
        for (Box region : ignored) {
            grids.forEach(grid -> grid.forEachInside(
                    region, cell -> matches[cell] = matches[cell] == BACKGROUND ? IGNORED : matches[cell]));
        }
        return matches;
    }

    /** Is shown the points that objects claim. */
    interface Claims {
        /**
         * A point that may answer for an object.
         *
         * @param level 0 for the finest
         */
        void see(int object, int level, int cell);
    }

    /** Shows every point that lies in an object and its range, object after object; of several the smallest gets it. */
    void forEachClaim(List<Box> objects, Claims claims) {
        for (int object = 0; object < objects.size(); object++) {
            for (int level = 0; level < grids.size(); level++) {
                claim(object, objects.get(object), level, claims);
            }
        }
    }

    private void claim(int object, Box box, int level, Claims claims) {
        LevelGrid grid = grids.get(level);
        float lower = config.lower(pyramid, level);
        float upper = config.upper(pyramid, level);
        float reach = reach(grid);
        int lastRow = grid.lastRow(Math.min(box.y2(), box.centerY() + reach));
        int lastColumn = grid.lastColumn(Math.min(box.x2(), box.centerX() + reach));
        int firstColumn = grid.firstColumn(Math.max(box.x1(), box.centerX() - reach));
        for (int row = grid.firstRow(Math.max(box.y1(), box.centerY() - reach)); row <= lastRow; row++) {
            float y = grid.y(row);
            float top = y - box.y1();
            float bottom = box.y2() - y;
            if (top <= 0 || bottom <= 0 || Math.abs(y - box.centerY()) >= reach) {
                continue;
            }
            for (int column = firstColumn; column <= lastColumn; column++) {
                float x = grid.x(column);
                float left = x - box.x1();
                float right = box.x2() - x;
                if (left <= 0 || right <= 0 || Math.abs(x - box.centerX()) >= reach) {
                    continue;
                }
                float largest = Math.max(Math.max(left, right), Math.max(top, bottom));
                if (inRange(largest, lower, upper)) {
                    claims.see(object, level, grid.first() + row * grid.width() + column);
                }
            }
        }
    }

    private float reach(LevelGrid grid) {
        return config.centerSamplingRadius() == 0
                ? Float.MAX_VALUE
                : (float) config.centerSamplingRadius() * grid.stride();
    }

    private boolean inRange(float distance, float lower, float upper) {
        return config.limitsInclusive() ? distance >= lower && distance <= upper : distance > lower && distance < upper;
    }
}
