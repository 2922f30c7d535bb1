package org.fpn4j.data.dataset;

import java.util.Locale;

/** What a box is to training and scoring. */
public enum ObjectKind {
    /** To be found. */
    OBJECT,
    /** COCO's crowd: a region that may hold many; a detection that lies in it is neither right nor wrong. */
    CROWD,
    /** Pascal VOC's difficult: one object; a detection that finds it is neither right nor wrong. */
    DIFFICULT;

    /** In lower case. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
