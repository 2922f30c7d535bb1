package org.fpn4j.core.region;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/** A table of regions as decisions give it: {@code [N, R, V]}, a row for each place, corners first. */
public final class Regions {
    /** Values of a proposal: {@code x1, y1, x2, y2, score}; a score below 0: nothing was proposed for this place. */
    public static final int PROPOSAL = 5;

    /**
     * Values of a detection: {@code x1, y1, x2, y2, class, score}; the class counts from 1, after the background's 0, which
     * says that nothing was detected for this place.
     */
    public static final int DETECTION = 6;

    /** The score where nothing was proposed. */
    static final float NONE = -1;

    private Regions() {}

    /** Moves the corners at {@code offset} into an image; whether both sides are then as long as the least. */
    static boolean clip(float[] corners, int offset, int height, int width, double least) {
        for (int i = 0; i < 4; i++) {
            int end = i % 2 == 0 ? width : height;
            corners[offset + i] = Math.max(0, Math.min(corners[offset + i], end));
        }
        return corners[offset + 2] - corners[offset] >= (float) least
                && corners[offset + 3] - corners[offset + 1] >= (float) least;
    }

    static boolean isFinite(float[] corners, int at) {
        return Float.isFinite(corners[at] + corners[at + 1] + corners[at + 2] + corners[at + 3]);
    }

    static void check(boolean holds, Operation operation, Object inputs) {
        if (!holds) {
            throw new IllegalArgumentException(operation.label() + ": inputs do not fit, got " + inputs);
        }
    }

    static Shape table(int batch, int rows, int values) {
        return Shape.of(batch, rows, values);
    }
}
