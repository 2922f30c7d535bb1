package org.fpn4j.evaluation.froc;

/** How many lesions a detection finds. */
public enum Credit {
    /** Of those that it hits and nobody found, the one with the largest IoU, the first in the file of equals. */
    ONE("one"),
    /** All that it hits and nobody found. */
    ALL("all");

    private final String word;

    Credit(String word) {
        this.word = word;
    }

    /** In files and options. */
    public String word() {
        return word;
    }
}
