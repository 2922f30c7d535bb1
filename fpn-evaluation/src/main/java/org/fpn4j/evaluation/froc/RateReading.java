package org.fpn4j.evaluation.froc;

/** How a sensitivity is read off a curve at a rate of false positives. */
public enum RateReading {
    /** The highest with at most the rate. */
    STEP("step"),
    /** The highest with less than the rate. */
    BELOW("below"),
    /** On straight lines between the highest points of each rate; past the last the last. */
    LINEAR("linear"),
    /**
     * On straight lines between all points in their order, as {@code numpy.interp} does in LUNA16's script: between two rates the
     * line begins at the highest point of the lower and ends at the lowest of the upper one. The same as {@link #STEP} where no two
     * detections have one score.
     */
    LUNA16("luna16");

    private final String word;

    RateReading(String word) {
        this.word = word;
    }

    /** In files and options. */
    public String word() {
        return word;
    }
}
