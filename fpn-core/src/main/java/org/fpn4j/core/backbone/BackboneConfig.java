package org.fpn4j.core.backbone;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Makes a backbone; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface BackboneConfig {
    /** Makes the backbone. */
    Backbone create();
}
