package org.fpn4j.experiments.run;

/**
 * What made a run.
 *
 * @param commit of the program, in words; where its files were changed after it, that too
 * @param machine operating system, processor and number of cores
 */
public record RunOrigin(String commit, String machine) {
    private static final String DIRTY = "-dirty";

    /** Of what {@code git describe --dirty} says. */
    static RunOrigin of(String described, String machine) {
        return new RunOrigin(
                described.endsWith(DIRTY)
                        ? described.substring(0, described.length() - DIRTY.length())
                                + ", with changes that were not committed"
                        : described,
                machine);
    }
}
