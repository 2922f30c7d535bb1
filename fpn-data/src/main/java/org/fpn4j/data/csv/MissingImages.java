package org.fpn4j.data.csv;

/** What becomes of rows whose image is not there. */
public enum MissingImages {
    /** All of them are told, and nothing is read. */
    REFUSED,
    /** They are left out and counted. */
    LEFT_OUT
}
