package org.fpn4j.data.dataset;

/** The faults and oddities of a data set that reading survives, with what becomes of what has them. */
public enum ProblemKind {
    FOUND_FILES("split whose files were found, not named"),
    MISSING_IMAGE("missing image, left out"),
    ABSENT_IMAGE("missing image, size taken as declared"),
    BROKEN_IMAGE("broken image, left out"),
    IMAGE_SIZE("image size differs from the declared one by a pixel, true size used"),
    IMAGE_SIDES_EXCHANGED("declared width and height are exchanged, boxes kept as they are"),
    BOXES_SCALED("image was resized after annotation, boxes scaled to it"),
    SIZE_CONTRADICTION("declared size contradicts the image, left out"),
    ORIENTATION_APPLIED("image turned as its EXIF orientation says"),
    ORIENTATION_IGNORED("image with an EXIF orientation, taken as it is stored"),
    PIXEL_SPACING("pixel spacing that is none, sizes in millimetres unknown"),
    SPACING_CONTRADICTION("picture and annotations with different pixel spacings, that of the annotations taken"),
    PICTURE_NOTE("picture whose file lacks something, or is not taken as it says"),
    DUPLICATE_IMAGE("duplicate image, skipped"),
    MALFORMED_IMAGE("malformed image entry, left out"),
    UNLISTED_IMAGES("folders with pictures that no row names, which are not used"),
    UNBOXED_FINDINGS("lists with images that show something where nobody drew a box, which are not used"),
    SHARED_IMAGES("splits that share pictures with the training, whose scores say little of new ones"),
    NOT_POSITIVE("image that the list of a class does not mark as positive, skipped"),
    MISSING_ANNOTATION_FILE("image without annotation file, left out"),
    NO_LABEL_FILE("image without label file, taken as one without objects"),
    BROKEN_ANNOTATION_FILE("broken annotation file, image left out"),
    MALFORMED_ANNOTATION("malformed annotation, skipped"),
    ANNOTATION_IDS("ids that tell no boxes apart, all boxes kept"),
    UNKNOWN_IMAGE("annotation of an unknown image, skipped"),
    NO_CATEGORY("annotation without category, skipped"),
    UNKNOWN_CATEGORY("annotation of an unknown category, skipped"),
    DUPLICATE_CATEGORY("category listed twice, one kept"),
    ROOT_CATEGORY("root category that shares the name of a class, left out"),
    BOX_NEGATIVE_SIDE("box with a negative side, skipped"),
    BOX_WITHOUT_AREA("box without area, skipped"),
    BOX_OUTSIDE("box outside its image, skipped"),
    BOX_CLIPPED("box reaching over the edge of its image, clipped"),
    UNCONFIRMED_BOX("box that too few readers drew, left out"),
    NO_MASK("annotation without a usable mask, neither object nor background"),
    MASK_PARTS("mask with polygons of fewer than three points, which are left out"),
    BOX_CONVENTION("boxes that look like another convention, taken as they are");

    private final String text;

    ProblemKind(String text) {
        this.text = text;
    }

    /** The fault and its consequence in words. */
    public String text() {
        return text;
    }
}
