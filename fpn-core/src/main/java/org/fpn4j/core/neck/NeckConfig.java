package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Makes a neck. A new neck is one record with {@code @JsonTypeName}, {@code @AutoService(NeckConfig.class)} and a no-arg
 * constructor that holds the defaults.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface NeckConfig {
    /**
     * Makes the neck for the backbone's stages.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where a value does not fit these inputs
     */
    NeckBlock create(PyramidSpec inputs);
}
