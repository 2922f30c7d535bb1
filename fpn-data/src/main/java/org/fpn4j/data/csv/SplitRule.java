package org.fpn4j.data.csv;

/** What images must have in common to stay on one side of a division. */
public enum SplitRule {
    /** Images of one patient stay together. */
    PATIENT,
    /** Each image is on its own. */
    IMAGE
}
