package org.fpn4j.data.mask;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;

/** Runs in another image, of which each pixel has what lies here at its middle. */
final class MovedRuns {
    private final RunLengthMask mask;
    private final PixelMap map;
    private final int[] ends;

    private MovedRuns(RunLengthMask mask, PixelMap map) {
        this.mask = mask;
        this.map = map;
        this.ends = mask.counts();
        Arrays.parallelPrefix(ends, Integer::sum);
    }

    static RunLengthMask of(RunLengthMask mask, PixelMap map, int height, int width) {
        MovedRuns moved = new MovedRuns(mask, map);
        return map.keepsAxes() ? moved.alongAxes(height, width) : moved.turned(height, width);
    }

    private RunLengthMask alongAxes(int height, int width) {
        Box box = mask.box();
        int[] rows = IntStream.range(0, height).map(row -> map.rowHere(0, row)).toArray();
        RunBuilder runs = new RunBuilder(height, width);
        for (int x = 0; x < width; x++) {
            int column = map.columnHere(x, 0);
            boolean coversSome = column >= box.x1() && column < box.x2();
            if (!coversSome) {
                runs.add(false, height);
                continue;
            }
            for (int row : rows) {
                runs.add(covers(column, row), 1);
            }
        }
        return runs.mask();
    }

    private RunLengthMask turned(int height, int width) {
        RunBuilder runs = new RunBuilder(height, width);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                runs.add(covers(map.columnHere(x, y), map.rowHere(x, y)), 1);
            }
        }
        return runs.mask();
    }

    private boolean covers(int column, int row) {
        if (column < 0 || column >= mask.width() || row < 0 || row >= mask.height()) {
            return false;
        }
        int found = Arrays.binarySearch(ends, column * mask.height() + row);
        int run = found < 0 ? -found - 1 : found + 1; // the first that ends behind the place
        return run % 2 == 1;
    }
}
