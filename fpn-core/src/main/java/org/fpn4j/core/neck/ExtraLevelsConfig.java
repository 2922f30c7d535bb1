package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Makes the levels above a neck's coarsest one. Variants: {@link ExtraLevels}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ExtraLevelsConfig {
    /**
     * Makes the block.
     *
     * @param features the backbone's stages
     * @param pyramid the neck's outputs
     */
    ExtraLevelsBlock create(PyramidSpec features, PyramidSpec pyramid);
}
