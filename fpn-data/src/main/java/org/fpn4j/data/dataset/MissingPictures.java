package org.fpn4j.data.dataset;

/** What becomes of images whose picture is not there. */
public enum MissingPictures {
    /** Nothing can be seen of them, so they are left out. */
    LEFT_OUT,
    /** Their boxes are all that is asked for, and have the size that the annotations declare. */
    AS_DECLARED
}
