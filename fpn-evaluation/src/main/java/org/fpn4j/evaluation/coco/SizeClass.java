package org.fpn4j.evaluation.coco;

/** Objects by area, in the order of COCO's area ranges. */
enum SizeClass {
    ALL,
    SMALL,
    MEDIUM,
    LARGE
}
