package org.fpn4j.interop.pretrained;

import java.util.Locale;

/** Which output of a checkpoint's head is which class. */
public enum ClassOrder {
    /** What their number and the framework tell; where they do not, the person is asked. */
    AUTO,
    /** Output {@code i} is class index {@code i}. */
    BY_INDEX,
    /** Output {@code i} is the class whose category id is {@code i}, as in torchvision's weights. */
    BY_CATEGORY_ID;

    /** As it is written on the command line and in configs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
