package org.fpn4j.evaluation.froc;

/** Over which images false positives are counted. */
public enum RateImages {
    /** All images, those without lesions too. */
    ALL("all"),
    /** Images without any object, with the false positives on them. */
    NEGATIVE("negative");

    private final String word;

    RateImages(String word) {
        this.word = word;
    }

    /** In files and options. */
    public String word() {
        return word;
    }
}
