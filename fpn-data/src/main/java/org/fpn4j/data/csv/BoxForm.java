package org.fpn4j.data.csv;

/** What the four numbers of a box are, in continuous pixels. */
public enum BoxForm {
    /** Left, upper, right and lower edge. */
    CORNERS,
    /** Left and upper edge, width and height. */
    SIZE
}
