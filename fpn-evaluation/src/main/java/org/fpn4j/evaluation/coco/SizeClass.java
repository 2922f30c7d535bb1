package org.fpn4j.evaluation.coco;

import java.util.Locale;

/** Objects by area, in the order of COCO's area ranges. */
public enum SizeClass {
    ALL,
    SMALL,
    MEDIUM,
    LARGE;

    /** As it is read in a sentence: {@code small}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
