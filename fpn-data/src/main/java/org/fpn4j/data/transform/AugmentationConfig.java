package org.fpn4j.data.transform;

import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.core.problem.Range;

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
        @Range(min = 0, max = 1) double horizontalFlip,
        @Range(min = 0.1, max = 10) double scaleMin,
        @Range(min = 0.1, max = 10) double scaleMax,
        @Range(min = 0, max = 1) double brightness,
        @Range(min = 0, max = 1) double contrast,
        @Range(min = 0, max = 1) double minVisible) {
    /** Pictures as they are. */
    public static final AugmentationConfig NONE = new AugmentationConfig(0, 1, 1, 0, 0, 0);

    public AugmentationConfig {
        FieldChecks.of(AugmentationConfig.class)
                .bounds("horizontalFlip", horizontalFlip)
                .bounds("scaleMin", scaleMin)
                .bounds("scaleMax", scaleMax)
                .require(scaleMin <= scaleMax, "scaleMin", scaleMin, "must be <= scale_max[" + scaleMax + "]")
                .bounds("brightness", brightness)
                .bounds("contrast", contrast)
                .bounds("minVisible", minVisible)
                .done();
    }

    /** Mild: half of the pictures mirrored, a quarter larger or a fifth smaller, light changed by a tenth. */
    public AugmentationConfig() {
        this(0.5, 0.8, 1.25, 0.1, 0.1, 0.3);
    }
}
