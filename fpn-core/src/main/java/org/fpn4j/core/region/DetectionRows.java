package org.fpn4j.core.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;

/** The rows of a table of detections ({@link Regions#DETECTION}) as detections. */
public final class DetectionRows {
    private DetectionRows() {}

    /** Masks of rows. */
    @FunctionalInterface
    public interface Masks {
        /** No row has one. */
        Masks NONE = (row, box) -> Optional.empty();

        /** The mask of a row, whose box this is; empty where there is none. */
        Optional<BoxMask> of(int row, Box box);
    }

    /** Those of one image that are wanted, in the order of the rows. */
    public static List<Detection> of(float[] table, Wanted wanted, Masks masks) {
        List<Detection> detections = new ArrayList<>();
        for (int row = 0; row < table.length / Regions.DETECTION; row++) {
            int at = row * Regions.DETECTION;
            int label = Math.round(table[at + 4]) - 1;
            Box box = new Box(table[at], table[at + 1], table[at + 2], table[at + 3]);
            if (label >= 0 && label < wanted.classes() && wanted.visible().test(box)) {
                detections.add(new Detection(label, table[at + 5], box, masks.of(row, box)));
            }
        }
        return detections;
    }
}
