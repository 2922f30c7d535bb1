package org.fpn4j.evaluation.froc;

/** What a detection is that hits only lesions that others found. */
public enum Duplicates {
    /** Neither true nor false, as in LUNA16's evaluation. */
    IGNORED("ignored"),
    /** A false positive, as in COCO's. */
    FALSE_POSITIVES("false_positives");

    private final String word;

    Duplicates(String word) {
        this.word = word;
    }

    /** In files and options. */
    public String word() {
        return word;
    }
}
