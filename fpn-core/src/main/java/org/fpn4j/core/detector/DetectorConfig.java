package org.fpn4j.core.detector;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.NeckConfig;

/**
 * What a detector is made of.
 *
 * @param backbone images to stages
 * @param neck stages to pyramid
 * @param extraLevels above the neck's coarsest level
 * @param head pyramid to objects
 */
public record DetectorConfig(BackboneConfig backbone, NeckConfig neck, ExtraLevelsConfig extraLevels, HeadConfig head) {
    public DetectorConfig {
        requireNonNull(backbone, "backbone is null");
        requireNonNull(neck, "neck is null");
        requireNonNull(extraLevels, "extraLevels is null");
        requireNonNull(head, "head is null");
    }
}
