package org.fpn4j.core.graph;

import java.util.Arrays;

/**
 * What the cells of regions are made of along one axis of a map. A region align is separable: a cell is the sum over rows
 * and columns of {@code weight(row) weight(column) map[row, column]}. The taps of a cell are places of the axis with such
 * weights, those of region {@code m} and cell {@code i} from {@code first(m, i)} to before {@code first(m, i + 1)}.
 */
public final class RegionTaps {
    /** More samples than any map has cells: what keeps a region of absurd size from taking for ever. */
    private static final int MOST_SAMPLES = 1 << 16;

    private final int size;
    private final int samples;
    private final boolean aligned;
    private final int[] firsts;
    private final int[] lows; // per region
    private final int[] highs;
    private int[] places;
    private float[] weights;
    private int begin; // of the taps of the cell at hand
    private int count;

    /**
     * Room for taps.
     *
     * @param regions how many
     * @param size cells of a region
     * @param samples of a cell; 0: as many as it is cells of the map long
     */
    public RegionTaps(int regions, int size, int samples, boolean aligned) {
        this.size = size;
        this.samples = samples;
        this.aligned = aligned;
        this.firsts = new int[regions * size + 1];
        this.lows = new int[regions];
        this.highs = new int[regions];
        this.places = new int[2 * Math.max(samples, 2) * regions * size];
        this.weights = new float[places.length];
    }

    /** Forgets all regions. */
    public void clear() {
        count = 0;
    }

    /**
     * Computes the taps of a region; regions come in their order. The arithmetic is torchvision's, in its order and in
     * float32, so that samples on the border of a map fall on the same side.
     *
     * @param from input pixels
     * @param to input pixels
     * @param stride input pixels of a cell
     * @param length cells of the map
     */
    public void add(int region, float from, float to, int stride, int length) {
        float scale = 1f / stride;
        float offset = aligned ? 0.5f : 0;
        float start = from * scale - offset;
        float extent = to * scale - offset - start;
        if (!aligned) {
            extent = Math.max(extent, 1);
        }
        float cell = extent / size;
        int perCell = samples > 0 ? samples : (int) Math.min(Math.ceil(cell), MOST_SAMPLES);
        lows[region] = length;
        highs[region] = 0;
        for (int i = 0; i < size; i++) {
            begin = count;
            firsts[region * size + i] = begin;
            for (int sample = 0; sample < perCell; sample++) {
                float at = start + i * cell + (sample + 0.5f) * cell / perCell;
                if (at >= -1 && at <= length) { // others are 0
                    sample(region, at, length, 1f / perCell);
                }
            }
        }
        firsts[region * size + size] = count;
    }

    /** A sample between two places. */
    private void sample(int region, float at, int length, float share) {
        float moved = Math.max(at, 0);
        int low = Math.min((int) moved, length - 1);
        float above = low < length - 1 ? moved - low : 0;
        tap(region, low, (1 - above) * share);
        if (above > 0) {
            tap(region, low + 1, above * share);
        }
    }

    /** Joined with the tap of the same place where the sample before has one. */
    private void tap(int region, int place, float weight) {
        for (int i = count - 1; i >= Math.max(begin, count - 2); i--) {
            if (places[i] == place) {
                weights[i] += weight;
                return;
            }
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            weights = Arrays.copyOf(weights, 2 * count);
        }
        places[count] = place;
        weights[count++] = weight;
        lows[region] = Math.min(lows[region], place);
        highs[region] = Math.max(highs[region], place + 1);
    }

    /** Where the taps of a cell begin, and those of the one before it end. */
    public int first(int region, int cell) {
        return firsts[region * size + cell];
    }

    /** A tap's place on the axis. */
    public int place(int tap) {
        return places[tap];
    }

    /** A tap's weight. */
    public float weight(int tap) {
        return weights[tap];
    }

    /** The first place of a region that has a tap; not before {@link #high} where none has. */
    public int low(int region) {
        return lows[region];
    }

    /** The place after the last that has a tap. */
    public int high(int region) {
        return highs[region];
    }
}
