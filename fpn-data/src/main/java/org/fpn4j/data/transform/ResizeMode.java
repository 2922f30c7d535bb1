package org.fpn4j.data.transform;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a picture gets to the size of the input. */
public enum ResizeMode {
    /** Keeps the aspect ratio: as large as fits, in the top left corner, the rest filled with the mean colour. */
    @JsonProperty("letterbox")
    LETTERBOX,
    /** Fills the input, each side with a scale of its own. */
    @JsonProperty("stretch")
    STRETCH
}
