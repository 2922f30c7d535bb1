package org.fpn4j.heads.anchor;

/** Whether the side of a square anchor is a whole number of pixels. */
public enum SizeRounding {
    /** Rounded down: 32, 40, 50 (torchvision). */
    FLOOR,
    /** 32, 40.317, 50.797 (detectron2, mmdetection). */
    NONE
}
