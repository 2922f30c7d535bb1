package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

/** An image needs more than a head has room for, so that there are no targets of it. */
public final class NoRoomException extends RuntimeException {
    private final transient RoomNeed need;

    /** Of a need that does not fit. */
    public NoRoomException(RoomNeed need) {
        super(need.key() + "[" + need.room() + "] must be >= " + need.needed() + ", the number of " + need.what()
                + " of an image");
        this.need = requireNonNull(need, "need is null");
    }

    /** What is needed of which room. */
    public RoomNeed need() {
        return need;
    }
}
