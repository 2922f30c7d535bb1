package org.fpn4j.data.tiling;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * How large images are cut into tiles of the input's size, and what is found in them put together.
 *
 * @param overlap pixels that neighbouring tiles share; as much as most objects are large, so that each is whole in a tile
 * @param minVisible share of an object's area from which on a tile has it as an object; one of which a tile shows less is
 *     neither to be found there nor background
 * @param nms intersection over union above which two detections of a class in an image, of whatever tiles, are one object
 */
public record TilesConfig(
        @Range(min = 0, max = 8191) int overlap,
        @Range(min = 0, max = 1, aboveMin = true) double minVisible,
        @Range(min = 0, max = 1) double nms) {
    public TilesConfig {
        FieldChecks.of(TilesConfig.class)
                .bounds("overlap", overlap)
                .bounds("minVisible", minVisible)
                .bounds("nms", nms)
                .done();
    }

    /** An eighth of the usual input shared, objects from a quarter on, suppressed above one half. */
    public TilesConfig() {
        this(64, 0.25, 0.5);
    }
}
