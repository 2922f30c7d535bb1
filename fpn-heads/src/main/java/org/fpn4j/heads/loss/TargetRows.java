package org.fpn4j.heads.loss;

import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;

/** How targets of cells are written. */
public final class TargetRows {
    private TargetRows() {}

    /**
     * Checks that the objects' labels are classes of the head.
     *
     * @throws IllegalArgumentException where one is not
     */
    public static void checkLabels(GroundTruth objects, int classes) {
        for (int label : objects.labels()) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label[" + label + "] must be in [0, " + classes + ")");
            }
        }
    }

    /** Writes a box's corners from {@code row[offset]} on. */
    public static void write(Box box, float[] row, int offset) {
        row[offset] = box.x1();
        row[offset + 1] = box.y1();
        row[offset + 2] = box.x2();
        row[offset + 3] = box.y2();
    }
}
