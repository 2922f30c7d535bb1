package org.fpn4j.heads.point;

/** How far two neighbouring cells of a level are apart. The two differ where the image is no multiple of the stride. */
public enum GridStride {
    /** Image size divided by the level's size, rounded down, for each axis (torchvision). */
    GRID,
    /** {@code 2^level} on both axes (detectron2, mmdetection, the papers). */
    FIXED,
    /** Image size divided by the level's size, for each axis, as it is; anchors are as much larger (EfficientDet). */
    FRACTION
}
