package org.fpn4j.core.decoding;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;
import org.fpn4j.core.detection.Box;

/**
 * Which detections are of use.
 *
 * @param classes number of classes that have a name; the head is read as if it predicted no others
 * @param visible what can be seen of the boxes, which are clipped to the input: others may suppress one of these, as
 *     they do for everybody who knows the input alone, but take none of the places that detections are limited to
 */
public record Wanted(int classes, Predicate<Box> visible) {
    /** Of every class, all over the input. */
    public static final Wanted ALL = new Wanted(Integer.MAX_VALUE, box -> true);

    public Wanted {
        if (classes < 1) {
            throw new IllegalArgumentException("classes[" + classes + "] must be >= 1");
        }
        requireNonNull(visible, "visible is null");
    }
}
