package org.fpn4j.evaluation.coco;

import java.util.Arrays;
import java.util.List;

/** COCO's grids, computed as numpy's {@code linspace} does, whose rounding decides cases on the edge. */
final class Thresholds {
    static final int RECALL_COUNT = 101; // 0.00, 0.01 .. 1.00

    private static final int IOU_COUNT = 10; // 0.50, 0.55 .. 0.95
    private static final double[] RECALL = linspace(0, 1, RECALL_COUNT);

    private Thresholds() {}

    static List<Double> cocoIous() {
        return Arrays.stream(linspace(0.5, 0.95, IOU_COUNT)).boxed().toList();
    }

    static double recall(int index) {
        return RECALL[index];
    }

    private static double[] linspace(double start, double stop, int count) {
        double step = (stop - start) / (count - 1);
        double[] grid = new double[count];
        for (int i = 0; i < count; i++) {
            grid[i] = i * step + start;
        }
        grid[count - 1] = stop;
        return grid;
    }
}
