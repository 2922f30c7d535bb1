package org.fpn4j.heads.fcos;

/** How class score and centre-ness make the score of a detection. */
public enum ScoreMode {
    /** The root of their product, which is also what the threshold is for (torchvision, detectron2). */
    SQRT_PRODUCT,
    /** The threshold is for the class score; the root of the product ranks and remains (the original). */
    CLS_THEN_SQRT_PRODUCT,
    /** The threshold is for the class score, which also picks the candidates; then the product (mmdetection). */
    CLS_THEN_PRODUCT
}
