package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Something about a data set that looks like a mistake. Whether it is one only its makers know.
 *
 * @param where the split, or several
 * @param what is suspicious, a sentence with its numbers
 * @param hint what may have happened, or what to do
 * @param count how many there are
 * @param examples the first of them
 */
public record Suspicion(Kind kind, String where, String what, String hint, int count, List<Evidence> examples) {
    /** How many examples are kept. */
    public static final int MOST_EXAMPLES = 100;

    /** What it is about. */
    public enum Kind {
        BACKGROUND_CLASS,
        SHIFTED_CLASSES,
        UNUSED_CLASS,
        UNLEARNED_CLASS,
        FEW_OBJECTS,
        SHARES_FOR_PIXELS,
        SIZES_FOR_CORNERS,
        CORNERS_FOR_SIZES,
        EXCHANGED_AXES,
        LARGER_PICTURES,
        SMALLER_PICTURES,
        ONE_SIZE,
        WHOLE_IMAGES,
        TWO_CLASSES,
        BELOW_A_PIXEL
    }

    public Suspicion {
        requireNonNull(kind, "kind is null");
        requireNonNull(where, "where is null");
        requireNonNull(what, "what is null");
        requireNonNull(hint, "hint is null");
        examples = examples.stream().limit(MOST_EXAMPLES).toList();
    }
}
