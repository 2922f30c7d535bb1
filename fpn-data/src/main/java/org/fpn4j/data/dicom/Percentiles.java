package org.fpn4j.data.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The window of a picture whose file has none: what lies between the values that 0.5 % and 99.5 % of its pixels do not exceed.
 * Both are values that occur, so small pictures go from their least to their largest. Those of which that leaves nothing do so,
 * too.
 *
 * @param low what becomes black
 * @param high what becomes white
 */
record Percentiles(double low, double high) {
    private static final double SHARE = 0.005; // on either side

    private record Level(double value, int count) {}

    static Percentiles of(int[] counts, Cells cells, Modality modality, Padding padding) {
        List<Level> levels = new ArrayList<>();
        long pixels = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            int stored = cells.bits().value(cell);
            if (counts[cell] > 0 && !padding.has(stored)) {
                levels.add(new Level(modality.apply(stored), counts[cell]));
                pixels += counts[cell];
            }
        }
        if (levels.isEmpty()) {
            return new Percentiles(0, 0);
        }
        levels.sort(Comparator.comparingDouble(Level::value));
        double low = at(levels, (long) Math.floor(pixels * SHARE));
        double high = at(levels, (long) Math.ceil(pixels * (1 - SHARE)) - 1);
        return low < high
                ? new Percentiles(low, high)
                : new Percentiles(
                        levels.get(0).value(), levels.get(levels.size() - 1).value());
    }

    private static double at(List<Level> levels, long rank) {
        long before = 0;
        for (Level level : levels) {
            before += level.count();
            if (before > rank) {
                return level.value();
            }
        }
        return levels.get(levels.size() - 1).value();
    }

    /** 0 for black to 1 for white. */
    double apply(double value) {
        return high > low ? Math.max(0, Math.min((value - low) / (high - low), 1)) : 0;
    }
}
