package org.fpn4j.heads.point;

/** Whether the offset of a level's first point is a whole pixel. */
public enum OffsetRounding {
    NONE,
    /** Rounded down: {@code floor(stride / 2)} for a centre offset of one half (the original FCOS). */
    FLOOR
}
