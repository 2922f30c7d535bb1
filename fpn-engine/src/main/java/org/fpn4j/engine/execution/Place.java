package org.fpn4j.engine.execution;

/** A stretch of an arena for as long as something lives in it. Two are the same if they are the same object. */
final class Place {
    private final long bytes;
    private final Life life;

    Place(long bytes, Life life) {
        this.bytes = bytes;
        this.life = life;
    }

    long bytes() {
        return bytes;
    }

    Life life() {
        return life;
    }
}
