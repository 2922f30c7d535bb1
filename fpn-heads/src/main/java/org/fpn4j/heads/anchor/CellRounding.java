package org.fpn4j.heads.anchor;

/** Whether the corners of an anchor around its point are whole pixels. */
public enum CellRounding {
    /** To the nearest whole number, halves to the even one (torchvision). */
    ROUND,
    /** As they are (detectron2, mmdetection). */
    NONE
}
