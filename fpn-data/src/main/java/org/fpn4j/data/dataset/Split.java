package org.fpn4j.data.dataset;

import java.util.Locale;

/** The part of a data set that a run reads. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** As configs and file names spell it: {@code train}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
