package org.fpn4j.data.checking;

/** Hears how a look at many pictures goes on, from several threads. */
@FunctionalInterface
public interface CheckListener {
    /** Hears nothing. */
    CheckListener SILENT = (dataset, done, total) -> {};

    /**
     * After each picture.
     *
     * @param dataset its name
     * @param done pictures looked at so far
     */
    void looked(String dataset, int done, int total);
}
