package org.fpn4j.data.transform;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a picture gets to the size of the input. */
public enum ResizeMode {
    /** Keeps the aspect ratio: as large as fits, in the top left corner, the rest filled with the mean colour. */
    @JsonProperty("letterbox")
    LETTERBOX,
    /**
     * As {@link #LETTERBOX}, but sides are rounded down and boxes are scaled by the factor as it is, as YOLOX and EfficientDet
     * do; an object of which less than half a pixel is to be seen along a side is left out.
     */
    @JsonProperty("letterbox_floor")
    LETTERBOX_FLOOR,
    /** Fills the input, each side with a scale of its own. */
    @JsonProperty("stretch")
    STRETCH;

    /** Whether one factor scales both sides. */
    boolean keepsAspect() {
        return this != STRETCH;
    }

    /** Pixels of the input that an object must be wide and high. */
    double leastSide() {
        return this == LETTERBOX_FLOOR ? 0.5 : 0;
    }
}
