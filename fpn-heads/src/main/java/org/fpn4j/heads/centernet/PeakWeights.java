package org.fpn4j.heads.centernet;

import org.fpn4j.core.detection.ClassWeights;

/**
 * How much a cell of heat maps counts: as the heaviest class that has a centre there, on all its maps, and 1 where no centre
 * is.
 *
 * @param heat {@code [L, K]}
 * @param classes {@code K}
 */
record PeakWeights(float[] heat, int classes, ClassWeights weights) {
    /** Whether an object's centre is in a cell. */
    boolean hasPeak(int cell) {
        for (int label = 0; label < classes; label++) {
            if (isPeak(cell, label)) {
                return true;
            }
        }
        return false;
    }

    float of(int cell) {
        float heaviest = 0;
        for (int label = 0; label < classes; label++) {
            if (isPeak(cell, label)) {
                heaviest = Math.max(heaviest, weights.of(label));
            }
        }
        return heaviest == 0 ? 1 : heaviest;
    }

    private boolean isPeak(int cell, int label) {
        return heat[cell * classes + label] == 1;
    }
}
