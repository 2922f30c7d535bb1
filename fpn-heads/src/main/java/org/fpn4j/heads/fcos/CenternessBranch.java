package org.fpn4j.heads.fcos;

/** Which tower centre-ness is predicted from. */
public enum CenternessBranch {
    /** The one of the distances (torchvision, detectron2, the original's later version). */
    BOX,
    /** The one of the classes (the paper, mmdetection). */
    CLS
}
