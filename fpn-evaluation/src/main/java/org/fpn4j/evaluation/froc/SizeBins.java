package org.fpn4j.evaluation.froc;

import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of sizes, from 0 to the first border, from there to the next, and above the last; a border belongs to the range above it.
 *
 * @param borders ascending
 */
public record SizeBins(List<Double> borders) {
    public SizeBins {
        borders = List.copyOf(borders);
        double last = 0;
        for (double border : borders) {
            if (!(border > last && border < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("sizes" + borders + " must ascend from above 0");
            }
            last = border;
        }
        if (borders.isEmpty()) {
            throw new IllegalArgumentException("sizes[] must have a border");
        }
    }

    /**
     * A range of sizes.
     *
     * @param from included
     * @param to excluded; infinite in the last
     */
    public record Bin(double from, double to) {
        boolean holds(double size) {
            return size >= from && size < to;
        }
    }

    /** The ranges, smallest first. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        double from = 0;
        for (double border : borders) {
            bins.add(new Bin(from, border));
            from = border;
        }
        bins.add(new Bin(from, Double.POSITIVE_INFINITY));
        return bins;
    }
}
