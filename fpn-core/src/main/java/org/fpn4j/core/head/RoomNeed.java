package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

/**
 * How much one image takes of what a head has a fixed room for in training.
 *
 * @param key of the room below the head's, {@code roi.max_objects}
 * @param room what there is
 * @param needed by the image
 * @param what is counted, {@code objects}
 */
public record RoomNeed(String key, long room, long needed, String what) {
    public RoomNeed {
        requireNonNull(key, "key is null");
        requireNonNull(what, "what is null");
    }

    /** Whether there is room for it. */
    public boolean fits() {
        return needed <= room;
    }
}
