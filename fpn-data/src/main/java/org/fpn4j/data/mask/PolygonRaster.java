package org.fpn4j.data.mask;

import java.util.Arrays;
import org.fpn4j.core.memory.HeapBudget;

/**
 * Which pixels a polygon encloses, by the rule of COCO's mask API to the pixel, which decides scores.
 *
 * <p>Points go to a grid of a fifth of a pixel. An edge is walked along its longer side in steps of that grid, the other
 * coordinate rounded at each step. A column of pixels is entered or left where the walk crosses the middle of the column:
 * from that height on downwards, and through all columns after it, pixels change from outside to inside or back. The height is that
 * of the upper of the two steps, and counts the first pixel whose middle is not above it. Above the image it is 0, below it is
 * the next column's beginning, so that what leaves the image is cut off.
 *
 * <p>Differs from that API in how the crossings are found: not by walking but by where they must be, so that the time does not
 * depend on how far outside an edge goes.
 */
final class PolygonRaster {
    private static final int FINE = 5; // steps a pixel
    private static final int MIDDLE = 2; // the step that ends at the middle of a pixel; the next one begins behind it

    private static final int MANY = 1 << 20; // from here on the heap is asked

    private final int height;
    private final int width;
    private int[] changes = new int[64]; // places, column by column, from where on pixels are of the other kind
    private int count;

    private PolygonRaster(int height, int width) {
        this.height = height;
        this.width = width;
    }

    static RunLengthMask mask(Polygon polygon, int height, int width) {
        PolygonRaster raster = new PolygonRaster(height, width);
        for (int point = 0; point < polygon.points(); point++) {
            raster.edge(
                    fine(polygon.x(point)),
                    fine(polygon.y(point)),
                    fine(polygon.x(point + 1)),
                    fine(polygon.y(point + 1)));
        }
        return raster.mask();
    }

    private static int fine(double coordinate) {
        return (int) (FINE * coordinate + 0.5); // towards 0, as the reference
    }

    /** From the end with the smaller coordinate along the longer side, whichever is first. */
    private void edge(int x1, int y1, int x2, int y2) {
        boolean isFlat = Math.abs(x2 - x1) >= Math.abs(y2 - y1);
        boolean isForward = isFlat ? x1 <= x2 : y1 <= y2;
        if (isFlat && isForward) {
            flat(x1, y1, x2, y2);
        } else if (isFlat) {
            flat(x2, y2, x1, y1);
        } else if (isForward) {
            steep(x1, y1, x2, y2);
        } else {
            steep(x2, y2, x1, y1);
        }
    }

    private void flat(int x1, int y1, int x2, int y2) {
        double slope = (double) (y2 - y1) / (x2 - x1);
        for (int column = firstColumn(x1); column < width && FINE * column + MIDDLE < x2; column++) {
            int step = FINE * column + MIDDLE - x1;
            change(column, Math.min(rounded(y1, slope, step), rounded(y1, slope, step + 1)));
        }
    }

    private void steep(int x1, int y1, int x2, int y2) {
        int steps = y2 - y1;
        double slope = (double) (x2 - x1) / steps;
        int begin = rounded(x1, slope, 0);
        int end = rounded(x1, slope, steps);
        int right = Math.max(begin, end);
        for (int column = firstColumn(Math.min(begin, end));
                column < width && FINE * column + MIDDLE < right;
                column++) {
            change(column, y1 + lastStepBefore(FINE * column + MIDDLE, x1, slope, steps));
        }
    }

    /** The last step on the side of the middle of a column on which the edge begins; coordinates never turn back. */
    private static int lastStepBefore(int middle, int x1, double slope, int steps) {
        int before = 0;
        int behind = steps;
        boolean beginsLeft = rounded(x1, slope, 0) <= middle;
        while (behind - before > 1) {
            int step = before + (behind - before) / 2;
            if (rounded(x1, slope, step) <= middle == beginsLeft) {
                before = step;
            } else {
                behind = step;
            }
        }
        return before;
    }

    private static int rounded(int from, double slope, int step) {
        return (int) (from + slope * step + 0.5); // towards 0, as the reference
    }

    /** The first column of the image whose middle is not left of a step. */
    private static int firstColumn(int step) {
        return Math.max(0, -Math.floorDiv(MIDDLE - step, FINE));
    }

    private void change(int column, int fineY) {
        double y = (fineY + 0.5) / FINE - 0.5;
        int row = (int) Math.ceil(Math.max(0, Math.min(height, y)));
        if (count == changes.length) {
            if (count >= MANY) {
                HeapBudget.require("segmentation", "pixels of polygons", (long) Integer.BYTES * 2 * count);
            }
            changes = Arrays.copyOf(changes, 2 * count);
        }
        changes[count++] = column * height + row;
    }

    private RunLengthMask mask() {
        Arrays.sort(changes, 0, count);
        RunBuilder runs = new RunBuilder(height, width);
        int place = 0;
        for (int i = 0; i < count; i++) {
            runs.add(i % 2 == 1, changes[i] - place);
            place = changes[i];
        }
        runs.add(count % 2 == 1, height * width - place);
        return runs.mask();
    }
}
