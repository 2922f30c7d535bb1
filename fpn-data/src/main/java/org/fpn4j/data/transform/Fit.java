package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

/**
 * How large a picture becomes on the input before it is zoomed.
 *
 * @param most that either side is scaled by
 */
record Fit(ResizeMode mode, double most) {
    /** At its own pixels, where it is no larger than the input. */
    static final Fit OWN_PIXELS = new Fit(ResizeMode.LETTERBOX, 1);

    Fit {
        requireNonNull(mode, "mode is null");
    }

    /** As large as fits. */
    static Fit of(ResizeMode mode) {
        return new Fit(mode, Double.POSITIVE_INFINITY);
    }
}
