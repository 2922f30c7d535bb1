package org.fpn4j.data.scoring;

/** COCO's grids, computed as numpy's {@code linspace} does, whose rounding decides cases on the edge. */
final class Thresholds {
    static final int IOU_COUNT = 10; // 0.50, 0.55 .. 0.95
    static final int IOU_50 = 0;
    static final int IOU_75 = 5;
    static final int RECALL_COUNT = 101; // 0.00, 0.01 .. 1.00
    static final int LIMIT_COUNT = 3;

    private static final int[] LIMITS = {1, 10, 100};
    private static final double[] IOU = linspace(0.5, 0.95, IOU_COUNT);
    private static final double[] RECALL = linspace(0, 1, RECALL_COUNT);

    private Thresholds() {}

    /** The least IoU of a match. */
    static double iou(int index) {
        return Math.min(IOU[index], 1 - 1e-10);
    }

    static double recall(int index) {
        return RECALL[index];
    }

    /** How many detections per image and category count. */
    static int limit(int index) {
        return LIMITS[index];
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
