package org.fpn4j.heads.anchor;

/** Which anchors of a cell come first. */
public enum AnchorOrder {
    /** All sizes of the first aspect ratio, then those of the next (torchvision, mmdetection). */
    BY_RATIO,
    /** All aspect ratios of the smallest size, then those of the next (detectron2, EfficientDet). */
    BY_SIZE
}
