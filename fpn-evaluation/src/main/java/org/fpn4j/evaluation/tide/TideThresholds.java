package org.fpn4j.evaluation.tide;

/**
 * IoUs that tell mistakes apart.
 *
 * @param found least IoU of a found object
 * @param background IoU up to which a detection is on background
 */
public record TideThresholds(double found, double background) {
    public TideThresholds {
        if (!(background > 0 && background < found && found <= 1)) {
            throw new IllegalArgumentException(
                    "background[" + background + "] and iou[" + found + "] must ascend within (0, 1]");
        }
    }

    /** Those of the paper, 0.5 and 0.1. */
    public TideThresholds() {
        this(0.5, 0.1);
    }
}
