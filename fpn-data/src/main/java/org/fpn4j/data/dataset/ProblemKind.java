package org.fpn4j.data.dataset;

/** The faults of a data set that reading survives, with what becomes of what has them. */
public enum ProblemKind {
    MISSING_IMAGE("missing image, skipped"),
    BROKEN_IMAGE("broken image, skipped"),
    IMAGE_SIZE("image size differs from the declared one, true size used"),
    DUPLICATE_IMAGE("duplicate image, skipped"),
    MALFORMED_IMAGE("malformed image entry, skipped"),
    MISSING_ANNOTATION_FILE("image without annotation file, skipped"),
    BROKEN_ANNOTATION_FILE("broken annotation file, image skipped"),
    MALFORMED_ANNOTATION("malformed annotation, skipped"),
    DUPLICATE_ANNOTATION("duplicate annotation, skipped"),
    UNKNOWN_IMAGE("annotation of an unknown image, skipped"),
    NO_CATEGORY("annotation without category, skipped"),
    UNKNOWN_CATEGORY("annotation of an unknown category, skipped"),
    DUPLICATE_CATEGORY("category listed twice, one kept"),
    BOX_WITHOUT_AREA("box without area, skipped"),
    BOX_OUTSIDE("box outside its image, skipped"),
    BOX_CLIPPED("box reaching over the edge of its image, clipped");

    private final String text;

    ProblemKind(String text) {
        this.text = text;
    }

    /** The fault and its consequence in words. */
    public String text() {
        return text;
    }
}
