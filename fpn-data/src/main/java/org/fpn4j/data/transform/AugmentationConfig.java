package org.fpn4j.data.transform;

import org.fpn4j.core.problem.FieldChecks;

/**
 * How pictures vary from epoch to epoch.
 *
 * @param horizontalFlip probability of mirroring left and right
 * @param scaleMin smallest zoom; below 1 the picture is placed at random on a mean-coloured ground
 * @param scaleMax largest zoom; above 1 a random part of the picture is cut out
 * @param brightness values are multiplied by a factor in [1 - brightness, 1 + brightness]
 * @param contrast distances from the mean are multiplied by a factor in [1 - contrast, 1 + contrast]
 * @param minVisible objects of which less than this fraction of their area remains are dropped
 */
public record AugmentationConfig(
        double horizontalFlip,
        double scaleMin,
        double scaleMax,
        double brightness,
        double contrast,
        double minVisible) {
    /** Pictures as they are. */
    public static final AugmentationConfig NONE = new AugmentationConfig(0, 1, 1, 0, 0, 0);

    public AugmentationConfig {
        new FieldChecks()
                .between("horizontalFlip", horizontalFlip, 0, 1)
                .between("scaleMin", scaleMin, 0.1, 10)
                .between("scaleMax", scaleMax, 0.1, 10)
                .require(scaleMin <= scaleMax, "scaleMin", scaleMin, "must be <= scale_max[" + scaleMax + "]")
                .between("brightness", brightness, 0, 1)
                .between("contrast", contrast, 0, 1)
                .between("minVisible", minVisible, 0, 1)
                .done();
    }

    /** Mild: half of the pictures mirrored, a quarter larger or a fifth smaller, light changed by a tenth. */
    public AugmentationConfig() {
        this(0.5, 0.8, 1.25, 0.1, 0.1, 0.3);
    }
}
