package org.fpn4j.engine.execution;

import org.fpn4j.core.execution.Memory;

/** A stretch of a memory's arena for as long as something lives in it. Two are the same if they are the same object. */
final class ArenaPlace {
    private final Memory memory;
    private final long bytes;
    private final Life life;

    ArenaPlace(Memory memory, long bytes, Life life) {
        this.memory = memory;
        this.bytes = bytes;
        this.life = life;
    }

    Memory memory() {
        return memory;
    }

    long bytes() {
        return bytes;
    }

    Life life() {
        return life;
    }
}
