package org.fpn4j.engine.execution;

/** A stretch of an arena from the first step that writes it to the last that reads it. */
final class Place {
    private final long bytes;
    private int from = Integer.MAX_VALUE;
    private int to = Integer.MIN_VALUE;
    private long offset = -1;

    Place(long bytes) {
        this.bytes = bytes;
    }

    /** Must hold its value at this step. */
    void useAt(int step) {
        from = Math.min(from, step);
        to = Math.max(to, step);
    }

    boolean livesWith(Place other) {
        return from <= other.to && other.from <= to;
    }

    /** True where no step reads or writes it. */
    boolean unused() {
        return to < from;
    }

    long bytes() {
        return bytes;
    }

    int lastUse() {
        return to;
    }

    int firstUse() {
        return from;
    }

    /** First byte in the arena; known after {@link Arena} has given it out. */
    long offset() {
        return offset;
    }

    void putAt(long byteOffset) {
        offset = byteOffset;
    }
}
