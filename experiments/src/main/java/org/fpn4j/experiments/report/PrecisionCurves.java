package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Precision of one class at recall 0.00, 0.01 .. 1.00, the mean over runs; empty where there is no object.
 *
 * @param half at IoU 0.5
 * @param threeQuarters at IoU 0.75
 */
public record PrecisionCurves(List<Double> half, List<Double> threeQuarters) {
    public PrecisionCurves {
        half = List.copyOf(half);
        threeQuarters = List.copyOf(threeQuarters);
    }
}
